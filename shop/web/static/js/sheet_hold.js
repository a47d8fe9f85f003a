// How long the goods of an order placed in the room are kept, counted down in its sheet.

import { one, write } from "./dom.js";
import { fill } from "./formats.js";
import { startHold } from "./hold.js";

const CLOCK = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

/**
 * Show until when, and count down from the shop's own clock: the order was made the moment before it was answered. What
 * is paid on receipt is confirmed by itself: nothing runs out.
 * @param {HTMLElement} done the part of the sheet that is shown after the order
 * @param {{created_at?: string, hold_expires_at?: string | null, payment?: {page: string | null}}} placed
 */
export function showHold(done, placed) {
  const old = one(done, "[data-sheet-hold]");
  if (!old) return;
  old.hidden = !placed.hold_expires_at || !placed.payment?.page;
  if (old.hidden || !placed.hold_expires_at) return;
  const box = /** @type {HTMLElement} */ (old.cloneNode(true)); // the countdown of an order before goes on unseen
  const time = CLOCK.format(new Date(placed.hold_expires_at));
  box.dataset.until = placed.hold_expires_at;
  box.dataset.now = placed.created_at ?? new Date().toISOString();
  box.dataset.over = fill(box.dataset.overText, { time });
  write(box, "[data-hold-until]", fill(box.dataset.untilText, { time }));
  write(box, "[data-hold-say]", "");
  old.replaceWith(box);
  startHold(box);
}
