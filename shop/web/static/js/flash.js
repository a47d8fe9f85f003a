// A flash drop: every screen counts down to the same instant of the shop's clock, and opens by itself.

import { one, write } from "./dom.js";
import { dong, fill } from "./formats.js";
import { clockText } from "./hold.js";

/** @typedef {import("./frames.js").Frame} Frame */

export class FlashCard {
  /** @param {HTMLElement | null} box with its words */
  constructor(box) {
    this.box = box;
    /** @type {Frame["flash"]} */
    this.flash = null;
    this.shift = 0; // milliseconds from this device's running clock to the shop's
    this.stage = "";
    this.waiting = 0;
    if (box) setInterval(() => this.#tick(), 250);
  }

  /** @param {Frame} frame */
  show(frame) {
    if (!this.box) return;
    this.flash = frame.flash ?? null;
    this.box.hidden = !this.flash;
    if (!this.flash) return;
    this.shift = Date.parse(frame.server_time) - performance.now();
    this.waiting = this.flash.waiting;
    const card = one(this.box, "[data-flash-card]");
    const { flash } = this;
    if (!card) return;
    Object.assign(card.dataset, { variant: flash.variant, flash: flash.id, minAge: String(flash.min_age ?? "") });
    write(card, "[data-flash-name]", flash.name);
    write(card, "[data-flash-price]", dong(flash.price));
    write(card, "[data-flash-list]", dong(flash.list_price));
    one(card, "[data-flash-was]")?.toggleAttribute("hidden", flash.list_price === flash.price);
    const image = card.querySelector("[data-flash-image]");
    if (image && image.getAttribute("src") !== flash.image) image.setAttribute("src", flash.image);
    this.#tick();
  }

  #tick() {
    const { box, flash } = this;
    const card = box && one(box, "[data-flash-card]");
    if (!box || !card || !flash) return;
    const words = box.dataset;
    const now = performance.now() + this.shift;
    const opens = Date.parse(flash.opens_at);
    const closes = Date.parse(flash.closes_at);
    const sold = flash.ended === "sold_out" || (!flash.ended && now >= opens && flash.left <= 0);
    const stage = sold ? "sold" : flash.ended || now >= closes ? "over" : now >= opens ? "open" : "wait";
    const facts = { count: stage === "over" ? flash.pieces - flash.left : flash.left, pieces: flash.pieces };
    const clock = { wait: fill(words.opens, { time: clockText((opens - now) / 1000 + 0.999) }), open: fill(words.open, { time: clockText((closes - now) / 1000) }), sold: "", over: "" };
    write(card, "[data-flash-clock]", clock[stage]);
    const limit = flash.buyer_limit === null ? fill(words.piecesAll, facts) : fill(words.pieces, { count: flash.buyer_limit, pieces: flash.pieces });
    const said = { wait: limit, open: fill(words.left, facts), sold: fill(words.soldOut, facts), over: fill(words.over, facts) };
    write(card, "[data-flash-left]", said[stage]);
    this.#press(card, stage);
    if (stage !== this.stage && this.stage) write(card, "[data-flash-say]", stage === "open" ? words.opened ?? "" : said[stage]);
    this.stage = stage;
  }

  /**
   * @param {HTMLElement} card
   * @param {"wait" | "open" | "sold" | "over"} stage
   */
  #press(card, stage) {
    const words = this.box?.dataset ?? {};
    const queued = stage === "sold" || (stage === "open" && this.waiting > 0);
    card.toggleAttribute("data-queue", queued);
    const buy = one(card, "[data-flash-buy]");
    if (!buy) return;
    buy.hidden = stage === "over";
    const text = queued ? words.queue : stage === "open" ? words.buy : words.wait;
    if (buy.textContent !== text) buy.textContent = text ?? "";
    if (queued || stage === "open") buy.removeAttribute("aria-disabled");
    else buy.setAttribute("aria-disabled", "true");
  }
}
