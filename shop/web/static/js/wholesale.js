// Under a sender's own line that asks for wholesale: the button to the enquiry about what is pinned and sold so.

import { one } from "./dom.js";

/** Without marks, as the shop folds words. @param {string} text */
function fold(text) {
  return text.replace(/sĩ/giu, " ").toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
}

/** The page of the first pinned product that is sold wholesale. @returns {Promise<string | null>} */
async function sold() {
  for (const pin of document.querySelectorAll("[data-pins] [data-pin] a[data-pin-details]")) {
    if (!(pin instanceof HTMLAnchorElement)) continue;
    const reply = await fetch(`/api/v1/products/${pin.pathname.split("/").at(-1)}/wholesale`).catch(() => null);
    if (reply?.ok && (await reply.json()).items.length) return pin.pathname;
  }
  return null;
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
  async function offer(line) {
    if (!line.matches(".mine") || !asks.test(fold(line.textContent ?? ""))) return;
    const product = await sold();
    const link = template.content.firstElementChild?.cloneNode(true);
    if (!product || !(link instanceof HTMLAnchorElement)) return;
    link.href = `${product}/gia-si?phien=${encodeURIComponent(template.dataset.room ?? "")}`;
    line.append(" ", link);
  }
}

const template = document.querySelector("template[data-wholesale]");
const list = one(document, "[data-room] [data-talk]");
if (template instanceof HTMLTemplateElement && list) watch(template, list);
