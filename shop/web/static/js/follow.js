// Work in the background followed on its page: asked anew every moment, its progress rewritten, its end shown.

import { one } from "./dom.js";

const PAUSE = 1000; // milliseconds between two looks
const LONGEST_PAUSE = 10_000; // when the network does not answer

/**
 * Rewrite what a step changed: the bar and the words; buttons stay, so nobody's focus is lost.
 * @param {HTMLElement} shown
 * @param {HTMLElement} fresh
 */
function rewrite(shown, fresh) {
  const bars = [shown, fresh].map((root) => root.querySelector("progress"));
  if (bars[0] && bars[1]) {
    bars[0].max = bars[1].max;
    bars[0].value = bars[1].value;
  }
  for (const part of shown.querySelectorAll("[data-part]")) {
    const name = part.getAttribute("data-part");
    const found = fresh.querySelector(`[data-part="${name}"]`);
    if (found && part.textContent !== found.textContent) part.textContent = found.textContent;
  }
}

/**
 * Put the fresh state in the place of the old one and lead the reader to it.
 * @param {HTMLElement} shown
 * @param {HTMLElement} fresh
 */
function replace(shown, fresh) {
  shown.replaceWith(fresh);
  const head = fresh.querySelector("h2");
  head?.setAttribute("tabindex", "-1");
  head?.focus();
}

/**
 * @param {HTMLElement} shown
 * @param {number} pause
 */
function look(shown, pause) {
  setTimeout(async () => {
    let next = Math.min(pause * 2, LONGEST_PAUSE);
    try {
      const reply = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = one(page, "[data-follow]");
      if (reply.ok && fresh) {
        next = PAUSE;
        if (fresh.dataset.follow === shown.dataset.follow) {
          rewrite(shown, fresh);
        } else {
          replace(shown, fresh);
          if (!("final" in fresh.dataset)) look(fresh, PAUSE);
          return;
        }
      }
    } catch {
      // no network now: the next look may have one
    }
    look(shown, next);
  }, pause);
}

const begun = one(document, "[data-follow]");
if (begun && !("final" in begun.dataset)) look(begun, PAUSE);
