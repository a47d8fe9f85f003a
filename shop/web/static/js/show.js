// The clock of a segment at the desk: how long it still has, or how far it is over.

import { fill } from "./formats.js";

const TICK = 1000; // milliseconds

/** How far the machine's clock is behind the server's when each part was written. @type {WeakMap<Element, number>} */
const behind = new WeakMap();

/** @param {number} seconds */
function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function tick() {
  for (const timer of document.querySelectorAll("[data-due]")) {
    if (!(timer instanceof HTMLElement)) continue;
    if (!behind.has(timer)) behind.set(timer, Date.parse(timer.dataset.now ?? "") - Date.now());
    const now = Date.now() + (behind.get(timer) ?? 0);
    const left = Math.round((Date.parse(timer.dataset.due ?? "") - now) / 1000);
    const words = left < 0 ? timer.dataset.overrun : timer.dataset.left;
    timer.textContent = fill(words, { time: clock(Math.abs(left)) });
    timer.classList.toggle("bad", left < 0);
  }
}

tick();
setInterval(tick, TICK);
