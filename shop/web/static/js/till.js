// A sale at the counter: the total and the change follow what is typed. Without this the server reckons them.

/** @param {string} text */
const numberIn = (text) => Number(text.replace(/[.,\s]/g, "")) || 0;

/** @param {number} amount */
const dong = (amount) =>
  document.documentElement.lang === "vi"
    ? `${amount.toLocaleString("de-DE")}\u00a0₫`
    : `${amount.toLocaleString("en-US")}\u00a0₫`;

/** Show what the lines cost and what the buyer gets back. @param {HTMLFormElement} form */
function reckon(form) {
  let total = 0;
  for (const box of form.querySelectorAll("[data-price]")) {
    if (box instanceof HTMLInputElement) total += numberIn(box.value) * Number(box.dataset.price);
  }
  const shown = form.querySelector("[data-total]");
  const expected = form.elements.namedItem("expected_total");
  if (shown) shown.textContent = dong(total);
  if (expected instanceof HTMLInputElement) expected.value = String(total);
  showChange(form, total);
}

/** @param {HTMLFormElement} form @param {number} total */
function showChange(form, total) {
  const byCash = new FormData(form).get("paid_by") === "cash";
  form.querySelector("[data-cash]")?.toggleAttribute("hidden", !byCash);
  const line = form.querySelector("[data-change]");
  const given = form.elements.namedItem("given");
  if (!line || !(given instanceof HTMLInputElement)) return;
  const change = numberIn(given.value) - total;
  line.toggleAttribute("hidden", given.value === "" || change < 0);
  const shown = line.querySelector("output");
  if (shown) shown.textContent = dong(change);
}

for (const form of document.querySelectorAll("form[data-till]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.addEventListener("input", () => reckon(form));
  if (form.querySelector("[data-total]")) reckon(form);
}
