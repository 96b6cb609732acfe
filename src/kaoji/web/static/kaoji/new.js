// Opening an assessment: the earlier one that is chosen proposes name and year, unless somebody has written others.
const chosen = document.querySelector("select[name=previous]");
if (chosen) {
  const fields = ["title", "year"].map((name) => document.querySelector(`input[name=${name}]`));
  let before = chosen.selectedOptions[0];
  chosen.addEventListener("change", () => {
    const now = chosen.selectedOptions[0];
    for (const field of fields) {
      if (!field.value || field.value === before.dataset[field.name]) field.value = now.dataset[field.name];
    }
    before = now;
    document.querySelector("input[name=way][value=last]").checked = true;
  });
}
