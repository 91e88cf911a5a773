// The review with scripts: what was saved is told, focus stands where one goes on, keys work.
(() => {
  "use strict";
  const said = document.getElementById("said");
  const words = said.textContent;
  if (words) {
    said.textContent = "";
    setTimeout(() => { said.textContent = words; }, 150);
  }
  (document.querySelector(".problems") || document.getElementById("heading")).focus();

  const STORED = "alereport-keys";
  const isOn = () => localStorage.getItem(STORED) !== "off";
  const box = document.getElementById("keys-on"); // Not on every page; what it says holds on all.
  if (box) {
    box.checked = isOn();
    box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
  }

  const isField = (at) => at.closest("input, select, textarea, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const isOther = event.ctrlKey || event.altKey || event.metaKey || event.repeat;
    if (isOther || !isOn() || isField(event.target)) return;
    const target = event.key === "e"
      ? document.querySelector(".field input, .field select, .field textarea")
      : document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (event.key === "e") target.focus();
    else target.click();
  });
})();
