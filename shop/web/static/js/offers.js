// How pinned goods are kept, and the button of what is sold out: it leads into the queue.

import { one, show, write } from "./dom.js";
import { dong, fill } from "./formats.js";

/** @typedef {import("./frames.js").Frame} Frame */
/** @typedef {import("./frames.js").Pin} Pin */

/** Show on each pin how its goods are kept, and let its button lead into the queue where others wait or none is left.
 * @param {HTMLElement} room its words
 * @param {Frame} frame
 */
export function showOffers(room, frame) {
  for (const pin of frame.pins) {
    const card = one(room, `[data-pins] [data-pin][data-variant="${CSS.escape(pin.variant)}"]`);
    if (card) fillOffer(card, room.dataset, pin, frame.waiting?.[pin.variant] ?? 0);
  }
}

/**
 * @param {HTMLElement} card
 * @param {DOMStringMap} words
 * @param {Pin} pin
 * @param {number} waiting
 */
function fillOffer(card, words, pin, waiting) {
  const policy = pin.offer?.policy ?? "hold";
  const deposit = pin.offer?.deposit;
  const minutes = pin.offer?.hold_minutes ?? Number(words.holdMinutes);
  const sentence = deposit ? (deposit.percent ? words.depositPercent : words.depositEach) : policy === "first_paid" ? words.firstPaid : words.keptFor;
  write(card, "[data-pin-offer]", fill(sentence, { count: minutes, percent: deposit?.percent ?? 0, amount: dong(deposit?.each ?? 0) }));
  show(card, "[data-pin-offer]", true);
  card.dataset.policy = policy;
  card.toggleAttribute("data-deposit-kept", deposit?.kept ?? false);
  card.dataset.minutes = String(minutes);
  const queued = waiting > 0 || pin.available <= 0 || (pin.left ?? 1) <= 0;
  card.toggleAttribute("data-queue", queued);
  const buy = one(card, "[data-pin-buy]");
  if (!buy || !queued) return;
  buy.removeAttribute("aria-disabled");
  buy.textContent = fill(waiting ? words.queueCount : words.queue, { count: waiting });
}
