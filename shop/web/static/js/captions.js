// The line a host typed for who cannot hear, over the picture until its time is up. A viewer may turn them off.

import { one, write } from "./dom.js";

/** @typedef {import("./frames.js").Frame} Frame */

const OFF = "room captions off";

export class Captions {
  #room;
  #button;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #said = false;

  /** @param {HTMLElement} room */
  constructor(room) {
    this.#room = room;
    this.#button = one(room, "[data-captions]");
    this.#button?.setAttribute("aria-pressed", String(localStorage.getItem(OFF) === null));
    this.#button?.addEventListener("click", () => this.#turn());
  }

  /** @param {Frame} frame */
  show(frame) {
    clearTimeout(this.#timer);
    const left = frame.caption ? Date.parse(frame.caption.until) - Date.parse(frame.server_time) : 0;
    this.#said = left > 0;
    write(this.#room, "[data-caption]", frame.caption?.text ?? "");
    this.#place();
    if (this.#said) this.#timer = setTimeout(() => ((this.#said = false), this.#place()), left);
  }

  #turn() {
    if (localStorage.getItem(OFF) === null) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
    this.#button?.setAttribute("aria-pressed", String(localStorage.getItem(OFF) === null));
    this.#place();
  }

  #place() {
    one(this.#room, "[data-caption]")?.toggleAttribute("hidden", !this.#said || localStorage.getItem(OFF) !== null);
  }
}
