// Finding and changing elements, in as many words as it takes.

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function one(root, selector) {
  const found = root.querySelector(selector);
  return found instanceof HTMLElement ? found : null;
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {string} text
 */
export function write(root, selector, text) {
  const found = root.querySelector(selector);
  if (found && found.textContent !== text) found.textContent = text;
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {boolean} shown
 */
export function show(root, selector, shown) {
  for (const found of root.querySelectorAll(selector)) found.toggleAttribute("hidden", !shown);
}

/** An id nobody else has, for an idempotency key or a comment's echo. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
