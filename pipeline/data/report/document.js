const source = document.getElementById("source");
const records = document.getElementById("records");
const byLine = new Map();
const byRecord = new Map();

function drawSource() {
  source.replaceChildren();
  byLine.clear();
  if (!DATA.withLines) make(source, "p", word("nolines"));
  let page = null;
  for (const [no, on, text, role, record] of DATA.lines) {
    if (on !== page) {
      page = on;
      if (on !== null) make(source, "div", `${word("page")} ${on}`, { class: "pagebreak" });
    }
    const line = make(source, "div", null, {
      tabindex: "0", role: "button", "data-line": no, "data-role": role, "data-record": record, title: role });
    make(line, "span", no, { class: "no" });
    make(line, "span", text);
    byLine.set(no, line);
  }
}

function drawRecords() {
  records.replaceChildren();
  byRecord.clear();
  for (const record of DATA.records) {
    const element = make(records, "div", null, {
      tabindex: "0", role: "button", "data-id": record.id, "data-role": record.table,
      "data-first": record.lines[0], "data-last": record.lines[1], title: record.rule });
    make(element, "span", word(`one_${record.table}`), { class: "kind" });
    for (const [cell, ours] of record.cells) make(element, "span", ours ? word(cell) : cell, { class: "cell" });
    for (const [action, field, original] of record.corrections)
      make(element, "span", `✎ ${word(action)}${field ? ` ${field}: ${original || "–"} →` : ""}`, { class: "corrected" });
    if (record.doubt) make(element, "span", `⚠ ${record.doubt}`, { class: "doubt" });
    byRecord.set(record.id, element);
  }
}

function drawHead() {
  const head = DATA.meeting;
  document.getElementById("title").textContent =
    [head.session, head.body, head.date].filter(Boolean).join(" ") || DATA.path;
  const left = DATA.lines.filter((line) => line[3] === "residue").length;
  document.getElementById("about").textContent = [
    DATA.path, word(DATA.status), head.municipality, head.place, DATA.convention,
    `${word("coverage")} ${(DATA.coverage ?? 0).toFixed(3)}`, left ? `${left} ${word("residue")}` : "",
  ].filter(Boolean).join(" · ");
  const variant = document.getElementById("variant");
  variant.replaceChildren();
  if (DATA.variantOf) sayVariant(variant, DATA.variantOf, "");
  const issues = document.getElementById("issues");
  issues.replaceChildren();
  for (const issue of DATA.issues) {
    const item = make(issues, "li");
    const link = make(item, "button", `${issueWord(issue.code)}: ${issue.message}`, { type: "button", title: issue.code });
    link.addEventListener("click", () => {
      if (byRecord.has(issue.record_id)) choose(byRecord.get(issue.record_id));
      else if (byLine.has(issue.line)) choose(byLine.get(issue.line));
      else {  // about all records of a table: the first of them
        const first = records.querySelector(`[data-role="${CSS.escape(issue.table ?? "")}"]`);
        if (first) choose(first);
      }
    });
  }
  document.getElementById("back").href = `../index.html?lang=${language}`;
}

function clear() {
  for (const element of document.querySelectorAll(".chosen")) element.classList.remove("chosen");
}

// Only the pane moves: scrollIntoView would move the page under the reader's hand too.
function show(element) {
  const pane = element.parentElement;
  const above = element.offsetTop < pane.scrollTop;
  const below = element.offsetTop + element.offsetHeight > pane.scrollTop + pane.clientHeight;
  if (above || below) pane.scrollTop = Math.max(element.offsetTop - pane.clientHeight / 3, 0);
}

function linesOf(record) {
  const own = [...byLine.values()].filter((line) => line.dataset.record === record.dataset.id);
  if (own.length) return own;
  const [first, last] = [Number(record.dataset.first), Number(record.dataset.last)];
  return [...byLine].filter(([no]) => no >= first && no <= last).map(([, line]) => line);
}

function recordOf(line) {
  if (byRecord.has(line.dataset.record)) return byRecord.get(line.dataset.record);
  const no = Number(line.dataset.line);
  const around = [...byRecord.values()].filter(
    (each) => Number(each.dataset.first) <= no && no <= Number(each.dataset.last));
  const length = (each) => each.dataset.last - each.dataset.first;
  return around.sort((one, other) => length(one) - length(other))[0];
}

function choose(element) {
  clear();
  element.classList.add("chosen");
  show(element);
  const others = element.parentElement === records ? linesOf(element) : [recordOf(element)].filter(Boolean);
  for (const other of others) other.classList.add("chosen");
  if (others.length) show(others[0]);
}

for (const pane of [source, records]) {
  pane.addEventListener("click", (event) => {
    const element = event.target.closest("[role=button]");
    if (element) choose(element);
  });
  pane.addEventListener("keydown", (event) => {
    const element = event.target.closest("[role=button]");
    if (!element) return;
    if (event.key === "Enter" || event.key === " ") choose(element);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(element, event.key);
    else return;
    event.preventDefault();
  });
}

function step(element, key) {
  let next = element;
  do next = key === "ArrowDown" ? next.nextElementSibling : next.previousElementSibling;
  while (next && (next.getAttribute("role") !== "button" || next.classList.contains("dim")));
  if (next) next.focus();
}

function search() {
  const words = folded(document.getElementById("search").value).split(/\s+/).filter(Boolean);
  let found = 0;
  let first = null;
  for (const element of records.children) {
    const fits = words.every((each) => folded(element.textContent).includes(each));
    element.classList.toggle("dim", !fits);
    found += fits;
  }
  for (const line of byLine.values()) {
    const fits = words.length > 0 && words.every((each) => folded(line.textContent).includes(each));
    line.classList.toggle("hit", fits);
    if (fits) first ??= line;
  }
  if (first) show(first);
  document.getElementById("count").textContent = words.length ? `${found} ${word("found")}` : "";
}

document.getElementById("search").addEventListener("input", search);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });

function draw() { drawSource(); drawRecords(); drawHead(); search(); }
speak();
draw();
