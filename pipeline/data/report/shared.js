"use strict";
// Texts of documents reach the page through textContent alone: they stay text.
const WORDS = JSON.parse(document.getElementById("words").textContent);
const DATA = JSON.parse(document.getElementById("data").textContent);
let language = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "ja";

const word = (name) => WORDS[language][name] ?? name;

const issueWord = (code) => WORDS[language][`issue_${code}`] ?? code;

function make(parent, tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text !== undefined && text !== null) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
}

// Not counted: the same meeting is in another file, which is named.
function sayVariant(parent, of, folder) {
  const note = make(parent, "span", `${word("variant_of")} `, { class: "variant" });
  make(note, "a", of.path, { href: `${folder}${of.id}.html?lang=${language}` });
}

function speak() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-word]"))
    element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
    element.placeholder = word(element.dataset.label);
  }
}

document.getElementById("language").addEventListener("click", () => {
  language = language === "ja" ? "en" : "ja";
  speak();
  draw();
});

document.addEventListener("keydown", (event) => {
  const search = document.getElementById("search");
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape") {
    search.value = "";
    search.dispatchEvent(new Event("input"));
    search.blur();
  }
});

const folded = (text) => (text ?? "").normalize("NFKC").toLowerCase();
