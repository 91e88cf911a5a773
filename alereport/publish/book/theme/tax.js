/* An income of one's own beside the table of three: computed in the page, sent and kept nowhere. */
(() => {
  "use strict";
  const table = document.querySelector(".tax table");
  if (!table) return;
  const { income } = document.querySelector("[data-income]").dataset;
  const whole = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 });
  const digits = (cell) => Number(cell.textContent.replace(/\D/g, ""));

  /* The last column, of the largest income, is the least rounded. */
  const heads = table.tHead.rows[0].cells;
  const known = digits(heads[heads.length - 1]);
  const rows = [...table.tBodies[0].rows].map((row) => ({
    name: row.cells[0].textContent.trim(),
    kronor: digits(row.cells[row.cells.length - 1]),
  }));

  const label = document.createElement("label");
  const field = document.createElement("input");
  const found = document.createElement("dl");
  label.textContent = income;
  Object.assign(field, { type: "text", inputMode: "numeric", maxLength: 11, autocomplete: "off" });
  label.append(field);
  found.setAttribute("aria-live", "polite");
  field.addEventListener("input", () => {
    const typed = Number(field.value.replace(/\D/g, ""));
    found.replaceChildren();
    if (!typed) return;
    for (const { name, kronor } of rows) {
      const [term, amount] = ["dt", "dd"].map((kind) => document.createElement(kind));
      term.textContent = name;
      amount.textContent = whole.format((kronor * typed) / known);
      found.append(term, amount);
    }
  });
  const box = document.createElement("div");
  box.className = "own-income";
  box.append(label, found);
  table.closest(".tax").append(box);
})();
