// The entry grid: arrow keys and Enter move, a block copied from a spreadsheet can be pasted, every change is kept at
// once. What cannot be sent stays on this computer and is tried again; two people's values are shown to choose from.
const grids = [...document.querySelectorAll("table.grid[data-url]")];
const standing = document.querySelector(".grid-state");
if (grids.length && standing) {
  const words = standing.dataset;
  const url = grids[0].dataset.url;
  const place = `kaoji-grid:${words.user}:${url}`;
  let token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  let waiting = {}; // by record: what is to be sent
  let faulty = {}; // by record: what was refused or is to be chosen (`left`: in which fields), kept until it is mended
  const away = {}; // by record: what is kept on this computer of rows that are not on this page
  const past = []; // changes that can be taken back, newest last
  let timer = null, sending = false, failures = 0, isLeaving = false;

  // ---- records: a row of the table, or a cell of a matrix
  const recordOf = (field) => field.closest("[data-unit]");
  const fieldsOf = (record) => [...record.querySelectorAll("input[name], select[name]")];
  const filingOf = (record) => record.dataset.filing || record.closest("table").dataset.filing || "";
  const keyOf = (record) => `${filingOf(record)}|${record.dataset.unit}|${record.dataset.number}`;
  standing.hidden = false;
  // Without this script nothing would be saved: until it runs, nothing can be typed.
  const wake = (within) => { for (const field of within.querySelectorAll("[readonly]")) field.readOnly = false; for (const field of within.querySelectorAll("select[disabled]")) field.disabled = false; };
  grids.forEach(wake);
  const records = () => grids.flatMap((grid) => [...grid.tBodies[0].querySelectorAll("[data-unit]")]);
  const recordBy = (key) => records().find((record) => keyOf(record) === key);
  const newNumber = () => { const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => letters[byte % 32]).join(""); };

  // ---- what is seen
  function mark(field, state, text, ...more) {
    const cell = field.closest("td");
    cell.classList.remove("kept", "wrong", "doubt", "pending");
    if (state) cell.classList.add(state);
    cell.querySelector(".said")?.remove();
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    if (!text) return;
    const said = document.createElement("span");
    said.className = "said"; said.id = `said-${Math.random().toString(36).slice(2)}`;
    said.append(text, ...more);
    cell.append(said);
    field.setAttribute("aria-describedby", said.id);
    if (state === "wrong") field.setAttribute("aria-invalid", "true");
  }
  function say(state, text) {
    const full = text || words[state];
    if (standing.textContent !== full) standing.textContent = full;
    standing.className = `grid-state ${state}`;
    document.querySelector(".again").hidden = !["lost", "out", "refused"].includes(state);
    for (const button of document.querySelectorAll(".hand-in button")) button.disabled = Object.keys(waiting).length > 0;
  }
  // How many units are blank, as the filter says it: what was so at first, less what was filled in since.
  const counter = document.querySelector(".blank-count");
  const blanks = () => records().filter((record) => !record.hidden && fieldsOf(record).length && fieldsOf(record).every((field) => !field.value)).length;
  const counted = counter ? { said: Number(counter.textContent), here: blanks() } : null;
  function settle() {
    remember();
    if (counter) counter.textContent = Math.max(0, counted.said + blanks() - counted.here);
    const wrong = unsaved().length;
    if (!wrong) document.querySelector(".unsent")?.remove();
    if (Object.keys(waiting).length) return;
    if (wrong) say("faulty", `${words.faulty} ${wrong}`);
    else say("saved");
  }

  // ---- what is not saved stops the handing in
  function unsaved() {
    const keys = { ...faulty, ...waiting };
    return records().filter((record) => keyOf(record) in keys || (!record.dataset.unit && !record.hidden && fieldsOf(record).some((field) => field.value)));
  }
  // What a field would say of a value: a list to choose from says it in the words of the page.
  const wordsOf = (field, value) => [...(field.options || [])].find((option) => option.value === value)?.text.trim() || value;
  const linkTo = (text, act) => { const made = document.createElement("button"); made.type = "button"; made.className = "button"; made.textContent = text; made.addEventListener("click", act); return made; };
  function goToFirst() {
    const [record] = unsaved();
    if (!record) return;
    record.hidden = false;
    const fields = fieldsOf(record);
    (fields.find((field) => field.closest("td").matches(".wrong, .doubt")) || record.querySelector("select.unit") || fields[0]).focus();
  }
  function discard() {
    const cells = [];
    for (const record of unsaved()) {
      for (const all of [faulty, waiting]) delete all[keyOf(record)];
      const isNew = !Number(record.dataset.version) && record.closest("table").classList.contains("list");
      for (const field of fieldsOf(record)) {
        if (field.value !== (field.dataset.kept || "") && !isNew) cells.push({ field, from: field.value });
        field.value = field.dataset.kept || "";
        mark(field, "");
      }
      record.hidden = isNew;
      record.classList.toggle("gone", isNew);
      showEmpty();
    }
    note(cells);
    settle();
  }
  function stop(form, count) {
    document.querySelector(".unsent")?.remove();
    const said = document.createElement("div"), text = document.createElement("p");
    said.className = "note bad unsent"; said.setAttribute("role", "alert");
    text.textContent = words.unsent.replace("{count}", count);
    const first = linkTo(words.first, goToFirst);
    said.append(text, first, " ", linkTo(words.discard, () => { if (window.confirm(words.discarding.replace("{count}", unsaved().length))) discard(); }));
    (form.closest("div.bar") || form).before(said);
    first.focus();
  }
  for (const form of document.querySelectorAll("form.hand-in")) {
    form.addEventListener("submit", (event) => {
      const count = unsaved().length;
      if (!count) return;
      event.preventDefault();
      event.stopPropagation();
      stop(form, count);
    });
  }

  // ---- what is kept on this computer until the server has it
  function remember() {
    try {
      const all = { ...away, ...faulty, ...waiting };
      if (Object.keys(all).length) localStorage.setItem(place, JSON.stringify(all));
      else localStorage.removeItem(place);
    } catch { /* no room or not allowed: the page itself still holds it */ }
  }
  function recall() {
    let kept = {};
    try { kept = JSON.parse(localStorage.getItem(place) || "{}"); } catch { return; }
    for (const [key, change] of Object.entries(kept)) {
      let record = recordBy(key);
      if (!record && change.number && !change.withdrawn) record = addRow(change.filing, change.unit, change.number);
      if (!record) { away[key] = change; continue; }
      delete change.left;
      for (const field of fieldsOf(record)) if (field.name in change.values && !change.fixed?.includes(field.name)) { field.value = change.values[field.name]; mark(field, "pending"); }
      waiting[key] = { ...change };
    }
    if (Object.keys(waiting).length) schedule(0);
  }

  // ---- changing
  function changed(field, value) {
    const record = recordOf(field);
    if (value !== undefined) field.value = value;
    if (!record.dataset.unit) { mark(field, "doubt", words.choose); settle(); return; }
    if (record.closest("table").classList.contains("list") && !record.dataset.number) record.dataset.number = newNumber();
    mark(field, "pending");
    const key = keyOf(record);
    const isAsked = faulty[key]?.left; // what is changed here is settled; the other fields are still to be chosen
    const change = waiting[key] || (isAsked ? startOf(record) : faulty[key]) || startOf(record);
    if (isAsked) chosen(key, field.name);
    else delete faulty[key];
    waiting[key] = change;
    change.values[field.name] = field.value;
    if (!(field.name in change.before)) change.before[field.name] = field.dataset.kept || "";
    if (field.value === change.before[field.name] && Object.keys(change.values).every((name) => name === field.name || change.fixed.includes(name)) && Number(record.dataset.version)) {
      delete waiting[key]; mark(field, ""); settle(); return;
    }
    remember();
    schedule();
  }
  function chosen(key, name) {
    if (!faulty[key]) return;
    faulty[key].left = faulty[key].left.filter((each) => each !== name);
    if (!faulty[key].left.length) delete faulty[key];
  }
  function startOf(record) {
    const fixed = JSON.parse(record.dataset.fixed || "{}");
    return { filing: filingOf(record), unit: record.dataset.unit, number: record.dataset.number || "", version: Number(record.dataset.version || 0), values: { ...fixed }, before: { ...fixed }, fixed: Object.keys(fixed) };
  }
  function takeAway(record) {
    const key = keyOf(record);
    if (Number(record.dataset.version)) {
      const values = Object.fromEntries(fieldsOf(record).map((field) => [field.name, field.value]));
      past.push({ row: { filing: filingOf(record), unit: record.dataset.unit, number: record.dataset.number, values } });
      waiting[key] = { ...startOf(record), withdrawn: true };
      showUndo(); remember(); schedule(0);
    } else { delete waiting[key]; delete faulty[key]; settle(); }
    record.hidden = true;
    record.classList.add("gone");
    showEmpty();
  }
  function showEmpty() {
    // That nothing is recorded is said only while no row is in sight.
    const empty = document.querySelector(".no-rows");
    if (empty) empty.hidden = grids.some((grid) => [...grid.tBodies[0].rows].some((row) => !row.classList.contains("gone")));
  }
  function addRow(filing, unit, number) {
    const template = document.getElementById(`new-row-${filing}`);
    if (!template) return null;
    const row = template.content.firstElementChild.cloneNode(true);
    wake(row);
    const button = document.querySelector(`[data-template="new-row-${filing}"]`);
    const table = grids.find((grid) => grid.dataset.filing === String(filing)) || button.closest("section").querySelector("table");
    table.tBodies[0].append(row);
    showEmpty();
    if (number) row.dataset.number = number;
    if (unit) { row.dataset.unit = unit; const chooser = row.querySelector("select.unit"); if (chooser) chooser.value = unit; }
    return row;
  }

  // ---- taking back
  let before = null; // the field being typed in and what it said
  function note(changes, rows = []) { if (changes.length) { past.push({ cells: changes, rows }); showUndo(); } }
  function showUndo() { document.querySelector(".undo").disabled = !past.length; }
  function undo() {
    leaveField();
    const last = past.pop();
    showUndo();
    if (!last) return;
    said.hidden = true; // what it tells of a block holds no longer
    if (last.rows?.length) { const length = past.length; for (const row of last.rows) takeAway(row); past.length = length; showUndo(); }
    if (last.cells) for (const { field, from } of last.cells.filter((each) => !last.rows.includes(each.field.closest("tr")))) { changed(field, from); field.focus(); before = { field, value: from }; }
    if (last.row) {
      const record = recordBy(`${last.row.filing}|${last.row.unit}|${last.row.number}`) || addRow(last.row.filing, last.row.unit, last.row.number);
      record.hidden = false; record.classList.remove("gone"); showEmpty();
      for (const field of fieldsOf(record)) { field.dataset.kept = ""; changed(field, last.row.values[field.name] || ""); }
    }
  }
  function leaveField() {
    if (before && before.field.value !== before.value) note([{ field: before.field, from: before.value }]);
    before = null;
  }

  // ---- sending
  function schedule(after = 500) { say("saving"); clearTimeout(timer); timer = setTimeout(send, after); }
  async function send() {
    if (sending) { clearTimeout(timer); timer = setTimeout(send, 200); return; }
    const keys = Object.keys(waiting).slice(0, 500);
    if (!keys.length) { settle(); return; }
    sending = true;
    const sent = Object.fromEntries(keys.map((key) => [key, JSON.parse(JSON.stringify(waiting[key]))]));
    let answer = null, outcome = "lost", text = "";
    try {
      const response = await fetch(url, { method: "POST", credentials: "same-origin", redirect: "follow", keepalive: isLeaving,
        headers: { "content-type": "application/json", "x-csrftoken": token, accept: "application/json" },
        body: JSON.stringify({ rows: Object.values(sent) }) });
      const isJson = (response.headers.get("content-type") || "").includes("json");
      if (response.ok && isJson) { answer = await response.json(); outcome = "answered"; }
      else if (isJson) { text = `${words.refused} ${(await response.json()).problem}`; outcome = "refused"; }
      else if (response.redirected || response.status === 403) { outcome = (await renew()) ? "again" : "out"; }
    } catch { outcome = "lost"; }
    sending = false;
    if (outcome === "answered") { failures = 0; take(sent, answer); if (Object.keys(waiting).length) schedule(50); else settle(); return; }
    if (outcome === "again" && failures < 3) { failures += 1; schedule(0); return; }
    failures += 1;
    say(outcome === "again" ? "out" : outcome, text);
    if (outcome !== "refused") { clearTimeout(timer); timer = setTimeout(send, Math.min(30000, 1000 * 2 ** failures)); }
  }
  async function renew() {
    // After logging in again the page's token is an old one; the page itself has the new one.
    const page = await fetch(location.href, { credentials: "same-origin" });
    if (!page.ok || page.redirected) return false;
    const found = new DOMParser().parseFromString(await page.text(), "text/html").body.getAttribute("hx-headers");
    const fresh = found && JSON.parse(found)["x-csrftoken"];
    if (!fresh) return false;
    token = fresh;
    return true;
  }
  function answered(line) { return `${line.filing ?? grids[0].dataset.filing ?? ""}|${line.unit}|${line.number}`; }
  function take(sent, answer) {
    const problems = {}, conflicts = {}, versions = {};
    for (const line of answer.problems) (problems[answered(line)] ||= []).push(line);
    for (const line of answer.conflicts) conflicts[answered(line)] = line;
    for (const line of answer.kept) versions[answered(line)] = line;
    for (const [key, change] of Object.entries(sent)) {
      const record = recordBy(key), now = waiting[key];
      if (!now) { // taken back while it was on its way
        if (versions[key] && record) catchUp(record, change, versions[key].version);
        continue;
      }
      const isRefused = (problems[key] || []).some((line) => line.level === "error") && !versions[key];
      const rest = Object.keys(now.values).filter((name) => now.values[name] !== change.values[name]);
      if (conflicts[key]) { delete waiting[key]; if (record) choose(record, change, conflicts[key]); continue; }
      if (isRefused) { if (!rest.length) { delete waiting[key]; faulty[key] = change; } }
      else {
        if (versions[key] && record) record.dataset.version = versions[key].version;
        if (rest.length) { now.version = versions[key]?.version ?? now.version; now.values = Object.fromEntries([...now.fixed, ...rest].map((name) => [name, now.values[name]])); for (const name of Object.keys(now.before)) now.before[name] = change.values[name] ?? now.before[name]; }
        else delete waiting[key];
      }
      if (!record) continue;
      for (const field of fieldsOf(record)) {
        if (!(field.name in change.values) || rest.includes(field.name)) continue;
        if (!isRefused) { // as the server has it: full-width digits have become plain ones
          const typed = change.values[field.name], kept = versions[key]?.row?.[field.name] ?? typed;
          if (field.value === typed) field.value = kept;
          field.dataset.kept = kept;
        }
        mark(field, isRefused ? "wrong" : "kept");
      }
      for (const line of problems[key] || []) {
        const field = fieldsOf(record).find((each) => each.name === line.field) || fieldsOf(record)[0];
        mark(field, line.level === "error" ? "wrong" : "doubt", line.text);
      }
    }
    remember();
  }
  function catchUp(record, change, version) {
    record.dataset.version = version;
    for (const field of fieldsOf(record)) if (field.name in change.values) field.dataset.kept = change.values[field.name];
    if (record.classList.contains("gone")) waiting[keyOf(record)] = { ...startOf(record), withdrawn: true };
    else for (const field of fieldsOf(record)) if (field.value !== (field.dataset.kept || "")) changed(field);
  }
  function choose(record, change, theirs) {
    const key = keyOf(record);
    record.dataset.version = theirs.version;
    record.hidden = false;
    record.classList.remove("gone");
    showEmpty();
    const left = [];
    for (const field of fieldsOf(record)) {
      const other = theirs.row[field.name] || "", mine = field.value;
      field.dataset.kept = other;
      if (other === mine) { mark(field, "kept"); continue; }
      if (!(field.name in change.values)) { field.value = other; mark(field, change.withdrawn ? "doubt" : "kept", change.withdrawn ? `${theirs.by} ${words.conflict} ${wordsOf(field, other) || words.blank}` : ""); continue; }
      left.push(field.name);
      const button = (text, act) => { const made = linkTo(text, act); made.className = "link"; return made; };
      mark(field, "doubt", `${theirs.by} ${words.conflict} ${wordsOf(field, other) || words.blank} `,
        button(words.mine, () => { field.value = mine; changed(field); schedule(0); }), " ",
        button(words.theirs, () => { note([{ field, from: mine }]); field.value = other; chosen(key, field.name); mark(field, "kept"); settle(); }));
    }
    // Kept as it was typed, with what was seen then: sent again from a page opened anew, it is asked about again.
    if (left.length) faulty[key] = { ...change, left };
  }

  // ---- keys and pasting
  const linesOf = (grid) => [...grid.tBodies[0].rows].filter((row) => !row.hidden && row.querySelector("input[name], select[name]"));
  const inputsOf = (row) => [...row.querySelectorAll("input[name], select[name]")];
  function where(field) { const grid = field.closest("table"), row = field.closest("tr"), lines = linesOf(grid); return [grid, lines, lines.indexOf(row), inputsOf(row).indexOf(field)]; }
  function go(field, down, right) {
    const [, lines, row, column] = where(field);
    const next = lines[row + down] && inputsOf(lines[row + down])[column + right];
    if (!next) return false;
    next.focus();
    if (next.select) next.select();
    return true;
  }
  function put(field, value) {
    if (field.tagName === "SELECT") {
      const meant = field.dataset.kind === "yes_no" ? answerOf(value) : value;
      const found = [...field.options].find((option) => option.text.trim() === meant || option.value === meant);
      if (value && !found) return null; // refused before, where the whole block is looked at
      value = found ? found.value : "";
    }
    const from = field.value;
    if (from === value) return null;
    changed(field, value);
    return { field, from };
  }
  // A block is read as a whole first: what fits nowhere is refused, and where something is left out it is asked about.
  const said = document.querySelector(".pasted"), told = said.dataset;
  const fill = (text, values) => Object.entries(values).reduce((full, [name, value]) => full.replace(`{${name}}`, () => value), text);
  function tell(isBad, text, ...more) {
    const line = document.createElement("span");
    line.textContent = text;
    said.className = `note pasted ${isBad ? "bad" : "good"}`;
    said.replaceChildren(line, ...more.flatMap((each) => [" ", each]));
    said.hidden = false;
  }
  function choices(grid, first) {
    const chooser = document.getElementById(`new-row-${filingOf(first)}`)?.content.querySelector("select.unit");
    return grid.classList.contains("list") ? [...(chooser?.options || [])].filter((option) => option.value) : null;
  }
  const nameOf = (line) => line.cells[0].firstChild?.textContent.trim() || "";
  function paste(event) {
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!event.target.name || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    leaveField();
    const [grid, lines, row, column] = where(event.target);
    const units = choices(grid, recordOf(event.target));
    const all = [...grid.tBodies[0].rows].filter((line) => !line.classList.contains("gone") && line.querySelector("input[name], select[name]"));
    const model = inputsOf(lines[row]);
    const cellOf = (field) => field.closest("td").cellIndex, fieldAt = (line, at) => line.cells[cellOf(model[at])]?.querySelector("input[name], select[name]");
    const read = readBlock(text, {
      names: units ? units.map((option) => option.text) : all.map(nameOf), named: !units || units.length > 0, grows: Boolean(units),
      titles: model.map((field) => grid.tHead.rows[0].cells[cellOf(field)].textContent), heads: model.map((field) => (grid.tHead.rows[0].cells[cellOf(field)].dataset.heads || "").split("|").filter(Boolean)), numbers: model.map((field) => field.inputMode === "decimal"), dates: model.map((field) => field.type === "date"),
      options: model.map((field) => (field.tagName === "SELECT" ? [...field.options].flatMap((option) => [option.text.trim(), option.value]) : null)),
      answers: model.map((field) => field.dataset.kind === "yes_no"),
      column, rows: lines.length - row,
    });
    const lineOf = (one) => (read.isByName ? !units && all.find((line) => nameOf(line) === one.name) : lines[row + one.down]);
    const stray = read.puts?.find((one) => one.value && lineOf(one) && !fieldAt(lineOf(one), one.column));
    if (stray) read.refused = ["wide", { value: stray.value }];
    if (read.refused) { tell(true, `${told.refused}${fill(told[read.refused[0]], { ...read.refused[1], ...(read.refused[1].values ? { value: read.refused[1].values.join(told.comma) } : {}) })}`); return; }
    const parts = [fill(read.isByName ? (units ? told.adding : told.byName) : told.byPlace, { count: read.rows })];
    if (read.heads) parts.push(fill(told.heads, { count: read.heads }));
    if (read.totals) parts.push(fill(told.totals, { count: read.totals }));
    if (read.left.length) parts.push(fill(told.columns, { count: read.left.length, names: read.left.join(told.comma) }));
    if (read.unknown.length) parts.push(fill(told.without, { count: read.unknown.length, names: read.unknown.slice(0, 5).join(told.comma) + (read.unknown.length > 5 ? told.more : "") }));
    if (read.isByName && !units && all.length > read.rows) parts.push(fill(told.untouched, { count: all.length - read.rows }));
    const full = parts.join(told.joint);
    const act = () => { fillIn(read, { grid, start: lines[row], lineOf, fieldAt, units }); tell(false, full); };
    if (read.isPlain) { act(); return; }
    const yes = linkTo(told.yes, act);
    tell(false, `${told.before}${full}`, yes, linkTo(told.no, () => { said.hidden = true; event.target.focus(); }));
    yes.focus();
  }
  function fillIn(read, { grid, start, lineOf, fieldAt, units }) {
    const made = {}, rows = [], done = [];
    const isFree = grid.classList.contains("list") && !Number(start.dataset.version) && fieldsOf(start).every((field) => !field.value);
    const lineFor = (one) => {
      if (lineOf(one)) return lineOf(one);
      if (made[one.down]) return made[one.down];
      const unit = read.isByName ? units.find((option) => option.text === one.name).value : recordOf(inputsOf(start)[0]).dataset.unit;
      if (isFree && read.isByName && one.down === 0) {
        start.dataset.unit = unit;
        const chooser = start.querySelector("select.unit");
        if (chooser) chooser.value = unit;
        return (made[one.down] = start);
      }
      rows.push((made[one.down] = addRow(filingOf(start), unit, "")));
      return made[one.down];
    };
    for (const one of read.puts) {
      const field = fieldAt(lineFor(one), one.column);
      const change = field && put(field, one.value);
      if (change) done.push(change);
    }
    note(done, rows);
    inputsOf(start)[0].focus();
  }

  for (const grid of grids) {
    grid.addEventListener("focusin", (event) => { if (event.target.name) before = { field: event.target, value: event.target.value }; });
    grid.addEventListener("focusout", (event) => { if (event.target.name) leaveField(); });
    grid.addEventListener("input", (event) => { if (event.target.name) changed(event.target); });
    grid.addEventListener("change", (event) => {
      if (!event.target.matches("select.unit")) return;
      const row = event.target.closest("tr");
      row.dataset.unit = event.target.value;
      if (!row.dataset.number) row.dataset.number = newNumber();
      for (const field of fieldsOf(row)) if (field.value) changed(field); else mark(field, "");
    });
    grid.addEventListener("paste", paste);
    grid.addEventListener("click", (event) => {
      if (event.target.matches(".take-away")) takeAway(event.target.closest("tr"));
      if (event.target.matches(".take")) {
        const offered = JSON.parse(event.target.dataset.values);
        const fields = fieldsOf(event.target.closest("tr")).filter((each) => each.name in offered);
        const made = fields.map((each) => put(each, offered[each.name])).filter(Boolean);
        if (made.length) note(made);
      }
    });
    grid.addEventListener("keydown", (event) => {
      const field = event.target;
      if (!field.name) return;
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && (!before || before.value === field.value)) { event.preventDefault(); undo(); return; }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const isText = field.tagName === "INPUT" && field.type === "text";
      const isAll = isText && field.selectionStart === 0 && field.selectionEnd === field.value.length;
      const isStart = !isText || isAll || field.selectionEnd === 0, isEnd = !isText || isAll || field.selectionStart === field.value.length;
      const step = { Enter: [event.shiftKey ? -1 : 1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!step || (event.key !== "Enter" && (field.tagName === "SELECT" || field.type === "date"))) return;
      if ((event.key === "ArrowLeft" && !isStart) || (event.key === "ArrowRight" && !isEnd)) return;
      if (go(field, ...step) || event.key === "Enter") event.preventDefault();
      if (event.key === "Escape" && before) { field.value = before.value; changed(field); }
    });
  }
  for (const button of document.querySelectorAll(".add-row")) {
    button.addEventListener("click", () => { const row = addRow(button.dataset.template.replace("new-row-", "")); row?.querySelector("select.unit, input, select")?.focus(); });
  }
  document.querySelector(".undo").addEventListener("click", undo);
  document.querySelector(".again").addEventListener("click", () => { failures = 0; schedule(0); });
  window.addEventListener("online", () => { if (Object.keys(waiting).length) schedule(0); });
  window.addEventListener("beforeunload", (event) => {
    if (Object.keys(waiting).length) { isLeaving = true; send(); isLeaving = false; }
    if (Object.keys(waiting).length || Object.keys(faulty).length) event.preventDefault();
  });
  const find = document.querySelector("input.find");
  if (find) {
    find.hidden = grids[0].tBodies[0].rows.length < 8;
    find.addEventListener("input", () => { for (const row of grids[0].tBodies[0].rows) row.hidden = row.classList.contains("gone") || !row.cells[0].textContent.includes(find.value.trim()); });
    find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
  recall();
}
