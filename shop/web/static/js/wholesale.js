// Under a sender's own line that asks for wholesale: the button to the enquiry about what it names, or is sold so.

import { one } from "./dom.js";

/** Without marks, as the shop folds words. @param {string} text */
function fold(text) {
  return text.replace(/sĩ/giu, " ").toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
}

/** What is pinned, that of whose name most words stand in the line first. @param {string} line folded */
function meant(line) {
  const said = new Set(line.split(/[^a-z0-9]+/u));
  const pins = [...document.querySelectorAll("[data-pins] [data-pin]")].map((pin) => {
    const words = fold(one(pin, "[data-pin-name]")?.textContent ?? "").split(/[^a-z0-9]+/u);
    const link = pin.querySelector("a[data-pin-details]");
    return { page: link instanceof HTMLAnchorElement ? link.pathname : "", words: words.filter((word) => word && said.has(word)).length };
  });
  return pins.filter(({ page }) => page).sort((a, b) => b.words - a.words);
}

/** The page of the goods a line names, else of the first that are sold wholesale. @param {string} line folded @returns {Promise<string | null>} */
async function asked(line) {
  const pins = meant(line);
  if (pins[0]?.words) return pins[0].page;
  for (const { page } of pins) {
    const reply = await fetch(`/api/v1/products/${page.split("/").at(-1)}/wholesale`).catch(() => null);
    if (reply?.ok && (await reply.json()).items.length) return page;
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
    const said = fold(line.textContent ?? "");
    if (!line.matches(".mine") || !asks.test(said)) return;
    const page = await asked(said);
    const link = template.content.firstElementChild?.cloneNode(true);
    if (!page || !(link instanceof HTMLAnchorElement)) return;
    link.href = `${page}/gia-si?phien=${encodeURIComponent(template.dataset.room ?? "")}`;
    line.append(" ", link);
  }
}

const template = document.querySelector("template[data-wholesale]");
const list = one(document, "[data-room] [data-talk]");
if (template instanceof HTMLTemplateElement && list) watch(template, list);
