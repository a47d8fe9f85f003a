// The way up to the shop, measured before air: a small bounded upload, and what its host is told of it.

import { write } from "./dom.js";
import { fill, number } from "./formats.js";

const FIRST = 32_000; // bytes that open the way and tell how many are worth sending
const MOST = 700_000; // bytes of the second; the shop takes no more
const ABOUT = 0.8; // seconds the second is to take
const PATIENCE = [1200, 1600]; // milliseconds after which either is given up: the way is slower than that
const FRESH = 10_000; // milliseconds for which a measurement holds

/** @param {number} size of what no network makes smaller */
function noise(size) {
  const block = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)));
  return new Blob(Array(Math.ceil(size / block.length)).fill(block)).slice(0, size);
}

/** Send so many bytes; the seconds it took, Infinity when given up, null when it failed.
 * @param {string} api @param {number} size @param {number | undefined} patience milliseconds
 */
async function send(api, size, patience) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  const begin = performance.now();
  try {
    const reply = await fetch(`${api}/uplink`, { method: "POST", body: noise(size), signal: giveUp.signal, headers: { "Content-Type": "application/octet-stream" } });
    return reply.ok ? (performance.now() - begin) / 1000 : null;
  } catch {
    return giveUp.signal.aborted ? Infinity : null;
  } finally {
    clearTimeout(timer);
  }
}

/** Bits a second that get through to the shop, or null where that cannot be told. @param {string} api */
async function measure(api) {
  const first = await send(api, FIRST, PATIENCE[0]);
  if (first === null || first === Infinity) return first && 0;
  const size = Math.round(Math.min(MOST, Math.max(2 * FIRST, (FIRST / first) * ABOUT)));
  const second = await send(api, size, PATIENCE[1]);
  return second === null ? null : (second === Infinity ? FIRST / first : size / second) * 8;
}

export class Uplink {
  #desk;
  #box;
  #pace;
  #at = -Infinity;
  /** @type {Promise<void> | null} */
  #running = null;

  /** @param {HTMLElement} desk @param {HTMLElement} box where its words stand @param {import("./film_pace.js").Pace} pace what it is for */
  constructor(desk, box, pace) {
    this.#desk = desk;
    this.#box = box;
    this.#pace = pace;
  }

  /**
   * Measure before air, unless that was done a moment ago, and let the camera begin with what gets through. On air
   * viewers wait for the picture: its pace finds out by itself.
   */
  measure() {
    if (this.#desk.dataset.state !== "scheduled" || performance.now() - this.#at < FRESH) return Promise.resolve();
    this.#running ??= this.#measure().finally(() => (this.#running = null));
    return this.#running;
  }

  async #measure() {
    this.#say("measuring");
    const bits = await measure(this.#desk.dataset.api ?? "");
    if (bits !== null) this.#at = performance.now();
    this.tell(bits);
  }

  /** @param {number | null} bits a second */
  tell(bits) {
    if (bits === null) return this.#say("unknown");
    const word = this.#pace.begin(bits);
    const [rate, sent] = [bits, this.#pace.rate].map((each) => number(Math.round(each / 100_000) / 10));
    for (const part of this.#box.querySelectorAll("[data-uplink]")) {
      if (part instanceof HTMLElement && part.dataset.words) write(part, "[data-words-here]", fill(part.dataset.words, { rate: rate ?? "", sent: sent ?? "" }));
    }
    this.#say(word);
  }

  /** @param {string} word */
  #say(word) {
    for (const part of this.#box.querySelectorAll("[data-uplink]")) part.toggleAttribute("hidden", part.getAttribute("data-uplink") !== word);
  }
}
