const STEP = 100;
const COLUMNS = ["status", "path", "meeting", "date", "cases", "turns", "coverage", "warnings"];
let status = "all";
let shown = STEP;
for (const row of DATA.documents)
  row.text = folded([row.path, row.body, row.session, row.date, row.words, row.message, ...row.issues,
    WORDS.ja[`reason_${row.reason}`],
    ...row.issues.map((code) => WORDS.ja[`issue_${code}`])].join(" "));

function fitting() {
  const words = folded(document.getElementById("search").value).split(/\s+/).filter(Boolean);
  return DATA.documents.filter((row) =>
    (status === "all" || row.status === status) && words.every((each) => row.text.includes(each)));
}

function drawPlots() {
  const plots = document.getElementById("plots");
  plots.replaceChildren();
  for (const [name, bars] of Object.entries(DATA.plots)) {
    if (!bars.length) continue;
    const plot = make(plots, "div", null, { class: "plot", "data-plot": name });
    make(plot, "h2", word(name));
    const most = Math.max(...bars.map((bar) => bar[1]), 1);
    for (const [label, count] of bars) {
      const line = make(plot, "div");
      if (name === "issues") {
        const link = make(line, "button", issueWord(label), { type: "button", class: "link", title: label });
        link.addEventListener("click", () => seek(issueWord(label)));
      } else make(line, "span", name === "status" ? word(label) : label);
      const bar = make(line, "span", count.toLocaleString(), { class: "bar" });
      bar.style.width = `${(100 * count) / most}%`;
    }
  }
}

function seek(text) {
  document.getElementById("search").value = text;
  shown = STEP;
  drawList();
  document.getElementById("search").focus();
}

function drawFilters() {
  const filters = document.getElementById("filters");
  filters.replaceChildren();
  for (const name of ["all", ...new Set(DATA.documents.map((row) => row.status))]) {
    const button = make(filters, "button", word(name), {
      type: "button", "data-status": name, "aria-pressed": String(name === status) });
    button.addEventListener("click", () => { status = name; shown = STEP; draw(); });
  }
}

function drawList() {
  const rows = fitting();
  document.getElementById("count").textContent = `${rows.length.toLocaleString()} ${word("documents")}`;
  const head = document.querySelector("#list thead");
  head.replaceChildren();
  const names = make(head, "tr");
  for (const column of COLUMNS) make(names, "th", word(column), { scope: "col" });
  const body = document.querySelector("#list tbody");
  body.replaceChildren();
  for (const row of rows.slice(0, shown)) {
    const line = make(body, "tr");
    make(line, "td", word(row.status), { class: `whole status-${row.status}` });
    const path = make(line, "td");
    if (row.id) make(path, "a", row.path, { href: `documents/${row.id}.html?lang=${language}` });
    else path.textContent = row.path;
    if (row.variantOf) sayVariant(path, row.variantOf, "documents/");
    make(line, "td", [row.session, row.body].filter(Boolean).join(" "));
    make(line, "td", row.date, { class: "whole" });
    const coverage = row.coverage === null ? "" : row.coverage.toFixed(3);
    for (const [name, value] of [["cases", row.id ? row.cases : ""], ["turns", row.id ? row.turns : ""], ["coverage", coverage]])
      make(line, "td", value, { class: "number", ...(value === "" ? {} : { "data-name": word(name) }) });
    const issues = make(line, "td", row.issues.map(issueWord).join(language === "ja" ? "、" : ", "), { title: row.issues.join(", ") });
    if (!row.issues.length) sayWhy(issues, row);
  }
  document.getElementById("more").hidden = rows.length <= shown;
}

// The program's own message is English, and says more than the sentence of its code.
function sayWhy(cell, row) {
  const reason = WORDS[language][`reason_${row.reason}`];
  if (reason) make(cell, "span", reason);
  if (row.message) make(cell, "span", row.message, reason ? { class: "detail", lang: "en" } : {});
}

function draw() { drawPlots(); drawFilters(); drawList(); }

document.getElementById("search").addEventListener("input", () => { shown = STEP; drawList(); });
document.getElementById("more").addEventListener("click", () => { shown += STEP; drawList(); });
speak();
draw();
