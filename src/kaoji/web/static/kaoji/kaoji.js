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
