// Looking a draft through by keyboard. Without it everything is there by mouse, and forms are sent as pages.
const cards = () => [...document.querySelectorAll("article.pair")];
const current = () => document.activeElement?.closest("article.pair");

function go(step) {
  const all = cards();
  const here = all.indexOf(current());
  const next = all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  const form = event.target.closest("form[data-rule]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (form && event.key === "Escape") {
    event.preventDefault();
    form.querySelector("[data-leave]")?.click();
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    go(key === "j" ? 1 : -1);
  } else if (key === "a" && current()) {
    event.preventDefault();
    current().querySelector("[data-accept]")?.click();
  } else if (key === "e" && current()) {
    event.preventDefault();
    (current().querySelector("[data-edit]") ?? current().querySelector("[data-edit-whole]"))?.click();
  }
});

// A card that was worked on keeps the focus; once nothing in it is open, the next one has it.
let worked = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  worked = event.target.closest("article.pair")?.id ?? null;
});
document.addEventListener("htmx:afterSettle", () => {
  const card = worked && document.getElementById(worked);
  worked = null;
  if (!card || card.contains(document.activeElement)) return;
  const field = card.querySelector("[autofocus]");
  if (field) {
    field.focus();
  } else {
    card.focus({ preventScroll: true });
    if (card.classList.contains("settled")) go(1);
  }
});
