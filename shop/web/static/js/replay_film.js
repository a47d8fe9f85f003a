// The film of a replay as one time line. Times are seconds of the replay.
//
// Where one file has it all, that is played. Where it lies in several or in none, the list of its segments is one time
// line too; where the list does not play, the files follow one another.

import { attachPlayer } from "./player.js";

/** @typedef {{url: string, from: number, lasts: number}} Part */

/** @param {ParentNode} root @returns {Part[]} */
function partsIn(root) {
  return [...root.querySelectorAll("[data-part]")].map((part) => {
    const { part: url = "", from = "0", lasts = "0" } = part instanceof HTMLElement ? part.dataset : {};
    return { url, from: Number(from), lasts: Number(lasts) };
  });
}

export class Film {
  #video;
  #parts;
  /** @type {Part | undefined} */
  #now;
  #failed;

  /**
   * @param {HTMLVideoElement} video
   * @param {HTMLElement} root where its list and its parts are named
   * @param {number} at the second the page was opened at
   * @param {() => void} failed nothing of it plays here
   */
  constructor(video, root, at, failed) {
    this.#video = video;
    this.#failed = failed;
    this.#parts = partsIn(root);
    this.#now = this.#partAt(at);
    video.addEventListener("ended", () => this.#goOn());
    if (this.#parts.length !== 1) this.#playList(root.dataset.playlist ?? "", at);
  }

  /** Where the film stands. */
  get at() {
    return (this.#now?.from ?? 0) + this.#video.currentTime;
  }

  /** Play from a second on; where another file has it, that one is opened.
   * @param {number} at
   */
  seek(at) {
    const part = this.#partAt(at);
    if (part && part !== this.#now) this.#take(part);
    this.#video.currentTime = Math.max(0, at - (part?.from ?? 0));
    void this.#video.play().catch(() => undefined); // the browser wants a tap first: the film stands at its place
  }

  /** @param {string} src @param {number} at */
  #playList(src, at) {
    const parts = this.#parts;
    const failed = () => {
      player.close();
      this.#parts = parts;
      const part = this.#partAt(at);
      if (part) this.#take(part);
      else this.#failed();
    };
    const player = attachPlayer(this.#video, { src, live: false, at, failed });
    this.#parts = [];
    this.#now = undefined;
    this.#caption(0);
  }

  /** @param {Part} part */
  #take(part) {
    this.#now = part;
    this.#video.src = part.url;
    this.#caption(part.from);
  }

  /** Captions begin where the file does. @param {number} from */
  #caption(from) {
    const track = this.#video.querySelector("track");
    if (!track) return;
    const address = new URL(track.src);
    address.searchParams.set("from", String(from));
    if (address.href !== track.src) track.src = address.href;
  }

  /** @param {number} at */
  #partAt(at) {
    return this.#parts.filter((part) => part.from <= at).at(-1) ?? this.#parts[0];
  }

  #goOn() {
    const next = this.#parts[this.#parts.findIndex((part) => part === this.#now) + 1];
    if (next) this.seek(next.from);
  }
}
