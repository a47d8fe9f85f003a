// Buttons that copy what stands beside them. Without a clipboard they stay hidden, and the text can still be marked.

const SHOWN_FOR = 2500; // milliseconds the button says that it was done

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const { copy: text = "", copied = "" } = button.dataset;
  const label = button.querySelector("[data-copy-label]");
  const said = document.querySelector("[data-copy-said]");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return; // the browser does not allow it: the text stands beside the button
  }
  if (said) said.textContent = `${copied}: ${text}`;
  if (!label || button.disabled) return;
  const before = label.textContent;
  button.disabled = true;
  label.textContent = copied;
  setTimeout(() => {
    label.textContent = before;
    button.disabled = false;
  }, SHOWN_FOR);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) button.removeAttribute("hidden");
}
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (button instanceof HTMLButtonElement) void copy(button);
});
