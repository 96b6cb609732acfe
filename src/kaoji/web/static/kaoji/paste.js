// A table of fields: a block copied in a spreadsheet is pasted from the field one stands in.
for (const table of document.querySelectorAll("table.pastes")) {
  const rows = () => [...table.tBodies[0].rows];
  const fieldAt = (row, cell) => rows()[row]?.cells[cell]?.querySelector("input:not([type=hidden]), select");
  const placeOf = (field) => { const cell = field.closest("td"); return [rows().indexOf(cell.parentElement), cell.cellIndex]; };
  function put(field, text) {
    // A list to choose from takes a value as facts have it, or as the page says it.
    const said = text.normalize("NFKC").toLowerCase();
    const found = field.tagName === "SELECT" ? [...field.options].find((option) => option.value === text || option.text.trim().toLowerCase() === said) : { value: text };
    if (!found) return field.classList.add("wrong");
    field.classList.remove("wrong");
    field.value = found.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  table.addEventListener("paste", (event) => {
    const field = event.target.closest("input, select"), text = event.clipboardData.getData("text");
    if (!field || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const [top, left] = placeOf(field);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, right) => {
      const found = fieldAt(top + down, left + right);
      if (found) put(found, value.trim());
    }));
  });
}
