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
  // A form is sent once, and what cannot be undone is asked about.
  const form = event.target;
  const question = form.dataset.question;
  if (question && !window.confirm(question)) event.preventDefault();
  else if (form.dataset.sent) event.preventDefault();
  else if (form.method === "post") form.dataset.sent = "yes";
});
