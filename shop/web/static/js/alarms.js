// Warnings at the host's desk: each is put there once and taken away once, so that a reader aloud says it once.

import { one } from "./dom.js";

/**
 * Bring the warnings up to a fresh copy of the page; those that still stand are not touched.
 * @param {HTMLElement} desk
 * @param {Document} copy
 */
export function renewAlarms(desk, copy) {
  const list = one(desk, "[data-alarms]");
  const fresh = copy.querySelector("[data-alarms]");
  if (!list || !fresh) return;
  const told = new Map([...fresh.children].map((line) => [line.getAttribute("data-alarm"), line]));
  for (const old of [...list.children]) {
    const key = old.getAttribute("data-alarm");
    if (told.has(key)) told.delete(key);
    else old.remove();
  }
  list.append(...told.values());
}
