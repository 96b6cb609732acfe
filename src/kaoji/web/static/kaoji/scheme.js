// Writing a scheme: line numbers beside the text, from a finding to its line, and no typed word lost by leaving.
const text = document.querySelector("textarea[data-lines]");
const gutter = document.querySelector(".line-numbers");

function number() {
  const count = text.value.split("\n").length;
  if (Number(gutter.dataset.count) !== count) {
    gutter.dataset.count = count;
    gutter.textContent = Array.from({ length: count }, (_, index) => index + 1).join("\n");
  }
  gutter.scrollTop = text.scrollTop;
}

if (text && gutter) {
  text.addEventListener("input", number);
  text.addEventListener("scroll", number);
  number();
  const show = (wanted) => {
    const lines = text.value.split("\n");
    const line = Math.min(wanted, lines.length);
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + lines[line - 1].length);
    text.scrollTop = (text.scrollHeight / lines.length) * Math.max(line - 6, 0);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    show(Number(link.dataset.line));
  });
  // Come from a finding on another page.
  const asked = /^#line-(\d+)$/.exec(location.hash);
  if (asked) show(Number(asked[1]));
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      text.form.requestSubmit();
    }
  });
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
