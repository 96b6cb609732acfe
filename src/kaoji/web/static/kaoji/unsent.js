// What was typed into a form comes back after the session ended while it was being written: the form is noted in this
// window when it is sent, and put back on its page once the same person is logged in again. Passwords and files are not.
(() => {
  const PLACE = "kaoji-unsent", here = location.pathname + location.search, who = document.body.dataset.account || "";
  const KINDS = ["textarea", "text", "search", "number", "date", "select-one", "checkbox", "radio"];
  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && (KINDS.includes(field.type) || field.name === "seen"));
  const read = () => { try { return JSON.parse(sessionStorage.getItem(PLACE)); } catch { return null; } };
  const keep = (noted) => { try { sessionStorage.setItem(PLACE, JSON.stringify(noted)); } catch { /* no room: nothing is put back */ } };
  const noted = read();
  if (noted && document.querySelector("[data-unsent]")) keep({ ...noted, refused: true });
  else if (noted && (!noted.refused || (who && who !== noted.who))) sessionStorage.removeItem(PLACE);
  else if (noted && who && noted.page === here) {
    sessionStorage.removeItem(PLACE);
    const form = [...document.forms].find((each) => each.method === "post" && (each.getAttribute("action") || "") === noted.action);
    if (!form) return;
    const left = [...noted.fields];
    for (const field of fieldsOf(form)) {
      const at = left.findIndex(([name, value]) => name === field.name && (field.type !== "radio" || value === field.value));
      if (at < 0) continue;
      const [, value, checked] = left.splice(at, 1)[0];
      if (["checkbox", "radio"].includes(field.type)) field.checked = checked; else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const said = document.createElement("p");
    said.className = "note warn"; said.setAttribute("role", "status");
    said.textContent = document.body.dataset.putBack;
    form.before(said);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || !who || form.matches("[hx-post]")) return;
    keep({ page: here, who, action: form.getAttribute("action") || "", fields: fieldsOf(form).map((field) => [field.name, field.value, field.checked]) });
  });
})();
