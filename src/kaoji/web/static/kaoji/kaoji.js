// Small behaviours that every page has. Pages work without them.
document.addEventListener("click", (event) => {
  // A menu closes when one clicks elsewhere.
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
});
document.addEventListener("submit", (event) => {
  // A form is sent once, and what cannot be undone is asked about: by the button that has a question of its own, and
  // with what a field says that was left empty.
  const form = event.target;
  const asked = event.submitter?.dataset.question || form.dataset.question;
  const left = asked ? [...form.querySelectorAll("[data-if-empty]")].filter((field) => !field.value) : [];
  const question = [...left.map((field) => field.dataset.ifEmpty), asked].filter(Boolean).join("\n");
  if (question && !window.confirm(question)) event.preventDefault();
  else if (form.dataset.sent) event.preventDefault();
  else if (form.method === "post") form.dataset.sent = "yes";
});
// What is changed afterwards is another form than the one that was sent: a page may stay after it gave a file.
document.addEventListener("input", (event) => { if (event.target.form) delete event.target.form.dataset.sent; });
window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
// What was typed before the page was ready, or put back by the browser, is tried as if it were typed now.
window.addEventListener("load", () => {
  for (const tried of document.querySelectorAll("[hx-trigger^='input']")) {
    const typed = [...tried.querySelectorAll("input:not([type=radio], [type=checkbox]), textarea")];
    typed.find((field) => field.value !== field.defaultValue)?.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
{
  // Where the places stand in one row that is wider than the screen, the one that is open is in sight.
  const row = document.querySelector(".side"), open = row?.querySelector("[aria-current]");
  if (open && row.scrollWidth > row.clientWidth) row.scrollLeft = open.offsetLeft - (row.clientWidth - open.offsetWidth) / 2;
}
for (const form of document.querySelectorAll("form[data-ticks]")) {
  // What was ticked on other pages of the list stays ticked in this window until it is sent, and goes with the form.
  const said = form.querySelector(".ticks"), place = `kaoji-ticks ${document.body.dataset.account} ${location.pathname} ${form.dataset.ticks}`;
  const rows = () => [...form.querySelectorAll("tbody input[type=checkbox]")];
  const read = () => { try { return JSON.parse(sessionStorage.getItem(place)) || []; } catch { return []; } };
  const keep = (ticks) => { try { sessionStorage.setItem(place, JSON.stringify(ticks)); } catch { /* no room: what is ticked counts for its page */ } };
  const noted = new Map(read()), here = new Set(rows().map((row) => row.value));
  const elsewhere = () => [...noted].filter(([value, isTicked]) => isTicked && !here.has(value)).map(([value]) => value);
  for (const row of rows()) if (noted.has(row.value)) row.checked = noted.get(row.value);
  const show = () => {
    for (const row of rows()) noted.set(row.value, row.checked);
    keep([...noted]);
    const others = elsewhere();
    said.hidden = !others.length;
    said.querySelector("span").textContent = said.dataset.said.replace("{n}", others.length);
    for (const old of form.querySelectorAll("input[data-elsewhere]")) old.remove();
    for (const value of others) {
      const field = document.createElement("input");
      field.type = "hidden"; field.name = rows()[0].name; field.value = value; field.dataset.elsewhere = "";
      form.append(field);
    }
  };
  said.querySelector("button").addEventListener("click", () => { for (const value of elsewhere()) noted.delete(value); show(); });
  form.addEventListener("change", show);
  // Sent, they are done with: what is refused is looked at anew.
  form.addEventListener("submit", () => { if (form.method === "post") setTimeout(() => { if (form.dataset.sent) sessionStorage.removeItem(place); }); });
  if (rows().length) show();
}
for (const all of document.querySelectorAll("input[data-all]")) {
  // One tick for all rows of a table.
  const rows = () => [...all.closest("table").querySelectorAll("tbody input[type=checkbox]")];
  const show = () => {
    const ticked = rows().filter((row) => row.checked).length;
    all.checked = ticked > 0 && ticked === rows().length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.hidden = false;
  all.addEventListener("change", () => { for (const row of rows()) row.checked = all.checked; });
  all.closest("table").addEventListener("change", show);
  show();
}
