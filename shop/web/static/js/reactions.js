// Taps of viewers: gathered for a moment, sent together, and shown as signs that rise.

import { write } from "./dom.js";
import { number } from "./formats.js";

const GATHER = 700; // ms
const MOST = 20; // of one call
const RISING = 8; // signs at once

const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Reactions {
  /** @param {HTMLElement} bar @param {HTMLElement} sky where signs rise @param {string} api */
  constructor(bar, sky, api) {
    this.bar = bar;
    this.sky = sky;
    this.api = api;
    /** @type {Record<string, number>} */
    this.waiting = {};
    /** @type {Record<string, number> | null} */
    this.known = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    bar.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-react]") : null;
      if (button instanceof HTMLElement) this.#tap(button.dataset.react ?? "");
    });
  }

  /** Let rise what others have tapped since the last frame. @param {Record<string, number>} totals */
  show(totals) {
    for (const button of this.bar.querySelectorAll("[data-react]")) {
      const kind = button.getAttribute("data-react") ?? "";
      const total = totals[kind] ?? 0;
      write(button, "[data-total]", total ? number(total) : "");
      if (this.known) this.#rise(kind, total - (this.known[kind] ?? 0) - (this.own?.[kind] ?? 0));
    }
    this.known = totals;
    this.own = {};
  }

  /** @type {Record<string, number> | undefined} */
  own = {};

  /** @param {string} kind */
  #tap(kind) {
    this.#rise(kind, 1);
    this.waiting[kind] = Math.min(MOST, (this.waiting[kind] ?? 0) + 1);
    this.timer ??= setTimeout(() => this.#send(), GATHER);
  }

  #send() {
    this.timer = undefined;
    for (const [kind, count] of Object.entries(this.waiting)) {
      this.own = { ...this.own, [kind]: (this.own?.[kind] ?? 0) + count };
      const body = JSON.stringify({ kind, count });
      fetch(`${this.api}/reactions`, { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => undefined);
    }
    this.waiting = {};
  }

  /** @param {string} kind @param {number} count */
  #rise(kind, count) {
    if (still.matches || document.hidden || count < 1) return;
    const sign = this.bar.querySelector(`[data-react="${kind}"] svg`);
    if (!sign) return;
    for (let n = 0; n < Math.min(count, RISING) && this.sky.children.length < 40; n++) {
      const rising = document.createElement("span");
      rising.append(sign.cloneNode(true));
      rising.style.right = `${8 + Math.random() * 60}px`;
      rising.style.animationDelay = `${Math.random() * 0.6}s`;
      rising.addEventListener("animationend", () => rising.remove());
      this.sky.append(rising);
    }
  }
}
