// Under a sender's own line that asks for wholesale: the button to the enquiry about what is pinned.

import { one } from "./dom.js";

/** Without marks, as the shop folds words. @param {string} text */
function fold(text) {
  return text.replace(/sĩ/giu, " ").toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
}

/**
 * @param {HTMLTemplateElement} template
 * @param {HTMLElement} list
 */
function watch(template, list) {
  const asks = new RegExp(`\\b(?:${template.dataset.wholesale})\\b`, "u");
  new MutationObserver((changes) => {
    for (const change of changes) for (const line of change.addedNodes) if (line instanceof HTMLElement) offer(line);
  }).observe(list, { childList: true });

  /** @param {HTMLElement} line */
  function offer(line) {
    const pin = document.querySelector("[data-pins] [data-pin] a[data-pin-details]");
    if (!line.matches(".mine") || !(pin instanceof HTMLAnchorElement) || !asks.test(fold(line.textContent ?? ""))) return;
    const link = template.content.firstElementChild?.cloneNode(true);
    if (!(link instanceof HTMLAnchorElement)) return;
    link.href = `${pin.pathname}/gia-si?phien=${encodeURIComponent(template.dataset.room ?? "")}`;
    line.append(" ", link);
  }
}

const template = document.querySelector("template[data-wholesale]");
const list = one(document, "[data-room] [data-talk]");
if (template instanceof HTMLTemplateElement && list) watch(template, list);
