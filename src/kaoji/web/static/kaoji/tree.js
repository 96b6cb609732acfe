// Unfold or fold a whole tree at once; each part also opens by itself without this.
document.addEventListener("DOMContentLoaded", () => {
  const first = document.querySelector(".tree > .node > details");
  for (const button of document.querySelectorAll("[data-tree]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const part of document.querySelectorAll(".tree details")) part.open = button.dataset.tree === "open" || part === first;
    });
  }
});
