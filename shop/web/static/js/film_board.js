// What the host reads beside the camera: how it stands, what to mind, and the buttons that go with it.

import { one, write } from "./dom.js";
import { number } from "./formats.js";
import { clockText } from "./hold.js";

export class Board {
  /** @type {"off" | "opening" | "on"} */
  stage = "off";
  #box;
  #since = 0; // when the picture began to be seen, of the page's running clock; 0: it is not

  /** @param {HTMLElement} box */
  constructor(box) {
    this.#box = box;
  }

  /** Say how it stands. @param {string} word @param {string} [detail] the shop's own words */
  tell(word, detail = "") {
    this.#box.dataset.shown = word;
    for (const line of this.#box.querySelectorAll("[data-said]")) line.toggleAttribute("hidden", line.getAttribute("data-said") !== word);
    write(this.#box, "[data-film-detail]", detail);
    for (const part of this.#box.querySelectorAll("[data-when]")) part.toggleAttribute("hidden", part.getAttribute("data-when") !== this.stage);
    if (this.stage === "off") for (const line of this.#box.querySelectorAll("[data-warning]")) line.toggleAttribute("hidden", true);
  }

  /** @param {string} word @param {boolean} so */
  warn(word, so) {
    one(this.#box, `[data-warning="${word}"]`)?.toggleAttribute("hidden", !so || this.stage !== "on");
  }

  /** Several times a second: what the microphone hears, and how bright it is.
   * @param {{level: number, silent: boolean, dark: boolean} | undefined} signs `level` of sound, 0 to 1
   * @param {boolean} muted
   */
  hear(signs, muted) {
    if (!signs) return;
    const meter = this.#box.querySelector("meter");
    if (meter) meter.value = muted ? 0 : signs.level;
    this.warn("silent", signs.silent && !muted);
    this.warn("dark", signs.dark);
  }

  /** Once a second. @param {number} rate bits of picture a second @param {boolean} seen whether viewers see it */
  count(rate, seen) {
    this.#since = seen ? this.#since || performance.now() : 0;
    write(this.#box, "[data-film-rate]", `${number(rate / 1_000_000)} Mb/s`);
    write(this.#box, "[data-film-time]", seen ? clockText((performance.now() - this.#since) / 1000) : "");
    const shown = this.#box.dataset.shown;
    if (shown === "private" && seen) this.tell("live");
    if (shown === "live" && !seen) this.tell("private");
  }
}
