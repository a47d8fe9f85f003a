// The sheet for what is kept otherwise than usual: paid first, bought in a flash drop, or waited for.

import { one, write } from "./dom.js";
import { fill } from "./formats.js";

/** What may be had only by waiting once it was refused; the first two only where nothing at all is left. */
const SHORT = new Set(["out_of_stock", "quota_exhausted"]);
const GONE = new Set(["queue_ahead", "flash_over"]);

/** Make the sheet ready for a card's goods: buy them, or wait for them.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} card
 */
export function prepareOffer(form, card) {
  const flash = form.elements.namedItem("flash");
  if (flash instanceof HTMLInputElement) flash.value = card.dataset.flash ?? "";
  form.dataset.policy = card.dataset.policy ?? "hold";
  form.dataset.minutes = card.dataset.minutes ?? "";
  form.toggleAttribute("data-deposit-kept", card.hasAttribute("data-deposit-kept"));
  form.dataset.offer = one(card, "[data-pin-offer]")?.textContent ?? "";
  const pay = form.elements.namedItem("payment");
  if (pay instanceof HTMLSelectElement) {
    for (const way of pay.options) if (way.value === "cod") way.disabled = form.dataset.policy !== "hold";
    const open = [...pay.options].find((way) => !way.disabled);
    if (pay.selectedOptions[0]?.disabled && open) pay.value = open.value;
    pay.onchange = () => words(form);
  }
  form.toggleAttribute("data-queue", card.hasAttribute("data-queue"));
  words(form);
}

/** @param {HTMLFormElement} form */
function words(form) {
  const box = one(form, "[data-sheet-offer]");
  const button = one(form, "button.lit");
  const queued = form.hasAttribute("data-queue");
  const paid = paying(form) !== "cod";
  if (box) {
    const text = queued ? box.dataset.queue ?? "" : `${form.dataset.offer}. ${more(form, box)}`.trim();
    write(box, "span", text);
    box.hidden = !queued && !form.dataset.offer;
  }
  if (!button) return;
  const label = queued ? form.dataset.queueWord : paid ? form.dataset.paidWord : form.dataset.cashWord;
  write(button, "[data-confirm]", label ?? "");
}

/** What paying first means. @param {HTMLFormElement} form @param {HTMLElement} box */
function more(form, box) {
  if (form.dataset.policy === "first_paid") return fill(box.dataset.firstMore, { count: form.dataset.minutes ?? "" });
  if (form.dataset.policy !== "deposit") return "";
  return (form.hasAttribute("data-deposit-kept") ? box.dataset.depositKept : box.dataset.depositBack) ?? "";
}

/** @param {HTMLFormElement} form */
function paying(form) {
  const pay = form.elements.namedItem("payment");
  return pay instanceof HTMLSelectElement || pay instanceof HTMLInputElement ? pay.value : "cod";
}

/** What else the order says. @param {HTMLFormElement} form */
export function offerOf(form) {
  const flash = form.elements.namedItem("flash");
  const named = flash instanceof HTMLInputElement && flash.value ? { flash: flash.value } : {};
  const way = paying(form);
  const kept = form.elements.namedItem("voucher");
  const voucher = kept instanceof HTMLInputElement && kept.value && !form.hasAttribute("data-queue") ? { voucher: kept.value } : {};
  return { ...(way === "cod" ? {} : { payment: way }), ...named, ...voucher };
}

/** Let the code of a voucher come off the next order; an empty one: none does any more.
 * @param {string} code
 */
export function offerVoucher(code) {
  const note = one(document, "[data-sheet-voucher]");
  const kept = note?.closest("form")?.elements.namedItem("voucher");
  if (!note || !(kept instanceof HTMLInputElement)) return;
  kept.value = code;
  write(note, "span", code ? fill(note.dataset.words, { code }) : "");
  note.hidden = !code;
}

/** Where it is sent. @param {HTMLFormElement} form */
export function wayOf(form) {
  return form.hasAttribute("data-queue") ? "waiting" : "orders";
}

/** After a refusal because nothing is left: the same button now waits.
 * @param {HTMLFormElement} form
 * @param {{code: string, available?: number, left?: number}} said
 */
export function offerQueue(form, said) {
  if (!GONE.has(said.code) && !(SHORT.has(said.code) && (said.available ?? said.left) === 0)) return;
  form.setAttribute("data-queue", "");
  words(form);
}

/** Say that one stands in the queue, and tell the room.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLFormElement} form
 * @param {HTMLElement} room
 * @param {{ticket: string, position: number | null}} turn
 */
export function joined(dialog, form, room, turn) {
  const done = one(dialog, "[data-done]");
  if (!done) return;
  write(done, "[data-done-title]", done.dataset.joined ?? "");
  write(done, "[data-done-say]", fill(done.dataset.joinedText, { count: turn.position ?? 1 }));
  for (const part of done.querySelectorAll("[data-done-link], [data-pay-link], [data-sheet-hold]")) part.toggleAttribute("hidden", true);
  form.hidden = true;
  done.hidden = false;
  one(done, "[data-done-title]")?.focus();
  room.dispatchEvent(new CustomEvent("turn", { detail: turn }));
}

/** Lead to where an order is paid, and tell the room of it.
 * @param {HTMLElement} done
 * @param {HTMLElement} room
 * @param {{code: string, token?: string, unheld?: boolean, discount?: number, payment?: {page: string | null}}} placed
 */
export function offerPay(done, room, placed) {
  if (placed.discount) offerVoucher("");
  const pay = one(done, "[data-pay-link]");
  const link = one(done, "[data-done-link]");
  link?.removeAttribute("hidden");
  write(done, "[data-done-title]", done.dataset.ordered ?? "");
  if (placed.unheld) {
    write(done, "[data-done-say]", fill(done.dataset.notKept, { code: placed.code }));
    one(done, "[data-sheet-hold]")?.setAttribute("hidden", "");
  }
  if (!pay) return;
  pay.hidden = !placed.payment?.page;
  link?.classList.toggle("lit", pay.hidden);
  if (pay.hidden) return;
  const token = placed.token ? `?token=${encodeURIComponent(placed.token)}` : "";
  pay.setAttribute("href", `${room.dataset.order}/${placed.code}${token}`);
  room.dispatchEvent(new CustomEvent("order", { detail: placed }));
}
