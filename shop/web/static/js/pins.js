// The products pinned in a room, kept as the newest frame has them.

import { date, dong, fill } from "./formats.js";
import { one, show, write } from "./dom.js";

/** @typedef {import("./frames.js").Pin} Pin */

export class Pins {
  /**
   * @param {HTMLElement} box
   * @param {HTMLTemplateElement} template
   * @param {DOMStringMap} words sentences of the room
   */
  constructor(box, template, words) {
    this.box = box;
    this.template = template;
    this.words = words;
  }

  /** @param {Pin[]} pins newest first */
  show(pins) {
    const old = new Map([...this.box.querySelectorAll("[data-pin]")].map((card) => [card.getAttribute("data-variant"), card]));
    pins.forEach((pin, place) => {
      const card = old.get(pin.variant) ?? this.#fresh();
      if (!(card instanceof HTMLElement)) return;
      old.delete(pin.variant);
      this.#fill(card, pin);
      const standing = this.box.querySelectorAll("[data-pin]")[place];
      if (standing !== card) this.box.insertBefore(card, standing ?? one(this.box, "[data-no-pin]"));
    });
    for (const gone of old.values()) gone.remove();
    show(this.box, "[data-no-pin]", pins.length === 0);
  }

  #fresh() {
    return this.template.content.firstElementChild?.cloneNode(true);
  }

  /**
   * @param {HTMLElement} card
   * @param {Pin} pin
   */
  #fill(card, pin) {
    card.dataset.variant = pin.variant;
    card.dataset.minAge = String(pin.min_age ?? "");
    this.#fillKeep(card, pin);
    write(card, "[data-pin-name]", pin.name);
    write(card, "[data-pin-price]", dong(pin.price));
    write(card, "[data-pin-list]", dong(pin.list_price));
    show(card, "[data-pin-was]", pin.list_price !== pin.price);
    const image = card.querySelector("[data-pin-image]");
    if (image && image.getAttribute("src") !== pin.image) image.setAttribute("src", pin.image);
    card.querySelector("[data-pin-details]")?.setAttribute("href", `${this.words.product}/${pin.product_slug}`);
    write(card, "[data-pin-until-text]", fill(this.words.until, { date: date(pin.certificate.expires_on) }));
    show(card, "[data-pin-until]", true);
    this.#fillStars(card, pin.certificate.stars, pin.certificate.potential_five);
    this.#fillStock(card, pin.available, pin.unit);
    this.#fillBound(card, "[data-pin-quota]", this.words.quota, pin.left);
    this.#fillBound(card, "[data-pin-limit]", this.words.each, pin.buyer_limit);
  }

  /** What the form of the basket sends. @param {HTMLElement} card @param {Pin} pin */
  #fillKeep(card, pin) {
    const form = card.querySelector("form[data-pin-keep]");
    if (!(form instanceof HTMLFormElement)) return;
    for (const [name, value] of [["variant", pin.variant], ["campaign", pin.campaign ?? ""]]) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
    write(form, "[data-pin-of]", ` ${pin.name}`);
    form.querySelector("button")?.toggleAttribute("disabled", pin.available <= 0);
  }

  /**
   * @param {HTMLElement} card
   * @param {number} stars
   * @param {boolean} potential
   */
  #fillStars(card, stars, potential) {
    card.querySelectorAll(".stars svg").forEach((star, place) => {
      if (place < stars) star.removeAttribute("class");
      else star.setAttribute("class", potential && place === 4 ? "p" : "e");
    });
    write(card, ".stars > span", potential ? this.words.potential ?? "" : fill(this.words.stars, { count: stars }));
  }

  /**
   * @param {HTMLElement} card
   * @param {string} where
   * @param {string | undefined} words
   * @param {number | null} count null: without bound
   */
  #fillBound(card, where, words, count) {
    write(card, where, count === null ? "" : fill(words, { count }));
    show(card, where, count !== null);
  }

  /**
   * @param {HTMLElement} card
   * @param {number} available
   * @param {string} unit
   */
  #fillStock(card, available, unit) {
    const left = available > 0 ? fill(this.words.left, { count: available, unit }) : this.words.none ?? "";
    write(card, "[data-pin-left]", left);
    const buy = one(card, "[data-pin-buy]");
    if (!buy) return;
    buy.textContent = (available > 0 ? this.words.buy : this.words.sold) ?? "";
    if (available > 0) buy.removeAttribute("aria-disabled");
    else buy.setAttribute("aria-disabled", "true");
  }
}
