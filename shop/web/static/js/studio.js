// The host's desk: stock, viewers and comments from frames; orders and the menus of the talk from the page itself.

import { fill, number } from "./formats.js";
import { follow, jitter } from "./frames.js";
import { one, show, write } from "./dom.js";
import { Talk } from "./talk.js";

/** @typedef {import("./frames.js").Frame} Frame */

/**
 * @param {HTMLElement} desk
 * @param {Record<string, number>} stock
 */
function showStock(desk, stock) {
  for (const [variant, count] of Object.entries(stock)) {
    const id = CSS.escape(variant);
    for (const place of desk.querySelectorAll(`[data-item="${id}"] [data-free], [data-free-of="${id}"]`)) {
      const unit = place.closest("[data-unit]")?.getAttribute("data-unit") ?? "";
      place.textContent = fill(desk.dataset.free, { count, unit });
    }
  }
}

/** Put what a fresh copy of this page has into a part of it, unless the host is about to use it.
 * @param {HTMLElement} desk
 * @param {Document} copy
 * @param {string} part
 */
function renew(desk, copy, part) {
  const [old, fresh] = [one(desk, part), copy.querySelector(part)];
  if (!old || !fresh || old.querySelector("details[open]") || old.contains(document.activeElement)) return;
  const box = old.parentElement ?? old;
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  old.replaceChildren(...fresh.children);
  if (atEnd) box.scrollTop = box.scrollHeight;
}

/** Take orders and talk out of a fresh copy of this page. @param {HTMLElement} desk */
async function refresh(desk) {
  const reply = await fetch(desk.dataset.here ?? "", { headers: { Accept: "text/html" } });
  if (!reply.ok) return;
  const copy = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const part of ["[data-orders]", "[data-talk]", "[data-bans]"]) renew(desk, copy, part);
}

/** The desk calls now and then, so that the room knows its host is there. @param {HTMLElement} desk */
function stayPresent(desk) {
  setTimeout(async () => {
    if (desk.dataset.state !== "ended") await fetch(`${desk.dataset.api}/seen`, { method: "POST" }).catch(() => undefined);
    await refresh(desk).catch(() => undefined);
    stayPresent(desk);
  }, jitter(12, 18));
}

/** @param {HTMLElement} desk */
function startDesk(desk) {
  const list = one(desk, "[data-talk]");
  if (!list) return;
  const talk = new Talk(list);
  const began = desk.dataset.state;
  let seen = Number(desk.dataset.seq ?? 0);
  /** @param {Frame} frame */
  function take(frame) {
    showStock(desk, frame.stock);
    write(desk, "[data-viewers]", number(frame.viewers));
    talk.add(frame.comments);
    if (frame.seq > seen) refresh(desk).catch(() => undefined);
    seen = frame.seq;
    if (frame.state === "ended" && began !== "ended") location.reload();
  }
  follow(desk.dataset.api ?? "", seen, take, (lost) => show(desk, "[data-lost]", lost));
  stayPresent(desk);
}

const desk = one(document, "[data-studio]");
if (desk) startDesk(desk);
