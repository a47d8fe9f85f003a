// The host's desk: stock and viewers from frames; orders and talk from the page itself, written anew.

import { fill, number } from "./formats.js";
import { follow, jitter } from "./frames.js";
import { one, show, write } from "./dom.js";
import { renewAlarms } from "./alarms.js";

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

/** Whether the host is about to use what stands in `part`. @param {Element} part */
function busy(part) {
  return part.querySelector("details[open]") !== null || part.contains(document.activeElement);
}

/** Put what a fresh copy of this page has into each part that asks for it by `data-renew`.
 * @param {HTMLElement} desk
 * @param {Document} copy
 */
function renewParts(desk, copy) {
  for (const old of desk.querySelectorAll("[data-renew]")) {
    const fresh = copy.querySelector(`[data-renew="${old.getAttribute("data-renew")}"]`);
    if (fresh && !busy(old) && old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
}

/** Bring the talk up to a fresh copy line by line, so that a reader aloud hears each line once.
 * @param {HTMLElement} list
 * @param {Document} copy
 */
function renewTalk(list, copy) {
  const box = list.parentElement ?? list; // scrolls
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  const lines = [...copy.querySelectorAll("[data-talk] > [data-id]")];
  const told = new Set(lines.map((line) => line.getAttribute("data-id")));
  for (const old of [...list.children]) if (lines.length && !told.has(old.getAttribute("data-id")) && !busy(old)) old.remove();
  for (const line of lines) {
    const old = list.querySelector(`[data-id="${CSS.escape(line.getAttribute("data-id") ?? "")}"]`);
    if (!old) list.append(line);
    else if (!busy(old) && old.outerHTML !== line.outerHTML) old.replaceWith(line);
  }
  if (atEnd) box.scrollTop = box.scrollHeight;
}

/** Take orders and talk out of a fresh copy of this page. @param {HTMLElement} desk */
async function refresh(desk) {
  const reply = await fetch(desk.dataset.here ?? "", { headers: { Accept: "text/html" } });
  if (!reply.ok) return;
  const copy = new DOMParser().parseFromString(await reply.text(), "text/html");
  renewParts(desk, copy);
  renewAlarms(desk, copy);
  const list = one(desk, "[data-talk]");
  if (list) renewTalk(list, copy);
}

const REST = 5000; // ms between two readings of this page, however many frames come

/** Reads this page anew: at most once in `REST`, and only while somebody sees it; what was asked meanwhile is one.
 * @param {HTMLElement} desk
 */
function renewer(desk) {
  let next = 0;
  let asked = false;
  return function renew() {
    if (asked) return;
    asked = true;
    setTimeout(
      () => {
        asked = false;
        if (document.hidden) return;
        next = performance.now() + REST;
        refresh(desk).catch(() => undefined);
      },
      Math.max(0, next - performance.now()),
    );
  };
}

/** Tell the room that its host is there.
 * @param {HTMLElement} desk
 */
async function callIn(desk) {
  if (desk.dataset.state !== "ended") await fetch(`${desk.dataset.api}/seen`, { method: "POST" }).catch(() => undefined);
}

/** The desk calls again and again while it is open.
 * @param {HTMLElement} desk
 * @param {() => void} renew
 */
function stayPresent(desk, renew) {
  setTimeout(async () => {
    await callIn(desk);
    renew();
    stayPresent(desk, renew);
  }, jitter(12, 18));
}

/** @param {HTMLElement} desk */
function startDesk(desk) {
  const box = one(desk, "[data-talk]")?.parentElement;
  if (box) box.scrollTop = box.scrollHeight;
  const began = desk.dataset.state;
  let seen = Number(desk.dataset.seq ?? 0);
  const renew = renewer(desk);
  /** @param {Frame} frame */
  function take(frame) {
    desk.dataset.state = frame.state;
    showStock(desk, frame.stock);
    write(desk, "[data-viewers]", number(frame.viewers));
    for (const [kind, count] of Object.entries(frame.reactions ?? {})) write(desk, `[data-reacted="${kind}"]`, number(count));
    if (frame.seq > seen) renew();
    seen = frame.seq;
    if (frame.state === "ended" && began !== "ended") location.reload();
  }
  follow(desk.dataset.api ?? "", seen, take, (lost) => show(desk, "[data-lost]", lost));
  void callIn(desk); // who comes back is no longer shown as away
  stayPresent(desk, renew);
  document.addEventListener("visibilitychange", renew);
}

const desk = one(document, "[data-studio]");
if (desk) startDesk(desk);
