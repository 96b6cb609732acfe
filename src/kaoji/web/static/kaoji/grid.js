// The entry grid: arrow keys and Enter move, a block copied from a spreadsheet can be pasted, every change is kept at once.
for (const grid of document.querySelectorAll("table.grid[data-url]")) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  const waiting = new Set();
  let timer = null;

  const cellsOf = (row) => [...row.querySelectorAll("input, select")];
  const rows = () => [...grid.tBodies[0].rows];
  const at = (row, column) => { const line = rows()[row]; return line && cellsOf(line)[column]; };
  const place = (field) => { const row = field.closest("tr"); return [rows().indexOf(row), cellsOf(row).indexOf(field)]; };

  function mark(field, state, text) {
    const cell = field.closest("td");
    cell.className = state;
    cell.querySelector(".said")?.remove();
    field.removeAttribute("aria-invalid");
    if (text) {
      const said = document.createElement("span");
      said.className = "said"; said.textContent = text;
      cell.append(said);
      if (state === "wrong") field.setAttribute("aria-invalid", "true");
    }
  }

  function changed(field) {
    mark(field, "pending");
    waiting.add(field.closest("tr"));
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  }

  async function keep() {
    const sent = [...waiting];
    waiting.clear();
    if (!sent.length) return;
    const body = { rows: sent.map((row) => ({
      unit: row.dataset.unit, number: row.dataset.number || "", version: Number(row.dataset.version || 0),
      values: Object.fromEntries(cellsOf(row).map((field) => [field.name, field.value])),
    })) };
    let answer;
    try {
      const response = await fetch(grid.dataset.url, { method: "POST", credentials: "same-origin",
        headers: { "content-type": "application/json", "x-csrftoken": token }, body: JSON.stringify(body) });
      answer = await response.json();
      if (!response.ok) throw new Error(answer.problem || response.statusText);
    } catch (problem) {
      for (const row of sent) for (const field of cellsOf(row)) if (field.closest("td").className === "pending") mark(field, "wrong", problem.message);
      return;
    }
    const find = (unit, number) => sent.find((row) => row.dataset.unit === String(unit) && (row.dataset.number || "") === number);
    for (const kept of answer.kept) {
      const row = find(kept.unit, kept.number);
      row.dataset.version = kept.version;
      for (const field of cellsOf(row)) if (field.closest("td").className === "pending") mark(field, "kept");
    }
    for (const problem of answer.problems) {
      const row = find(problem.unit, problem.number);
      const field = cellsOf(row).find((each) => each.name === problem.field) || cellsOf(row)[0];
      mark(field, problem.level === "error" ? "wrong" : "doubt", problem.text);
    }
    for (const conflict of answer.conflicts) {
      const row = find(conflict.unit, conflict.number);
      row.dataset.version = conflict.version;
      for (const field of cellsOf(row)) {
        const theirs = conflict.row[field.name] || "";
        if (theirs !== field.value) mark(field, "doubt", `${conflict.by}: ${theirs || "—"}`);
      }
    }
  }

  grid.addEventListener("input", (event) => changed(event.target));
  grid.addEventListener("keydown", (event) => {
    const [row, column] = place(event.target);
    const step = { ArrowDown: [1, 0], Enter: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (!step || event.target.tagName === "SELECT") return;
    const next = at(row + step[0], column + step[1]);
    if (next) { event.preventDefault(); next.focus(); next.select?.(); }
  });
  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const [row, column] = place(event.target);
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const field = at(row + down, column + right);
        if (field) { field.value = value.trim(); changed(field); }
      });
    });
  });
  window.addEventListener("beforeunload", (event) => { if (waiting.size) { keep(); event.preventDefault(); } });
}
