// The film of a replay as one time line, although it may lie in several files. Times are seconds of the replay.

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
  #now;

  /**
   * @param {HTMLVideoElement} video
   * @param {ParentNode} root where its parts are named
   * @param {number} at the second the page was opened at
   */
  constructor(video, root, at) {
    this.#video = video;
    this.#parts = partsIn(root);
    this.#now = this.#partAt(at);
    video.addEventListener("ended", () => this.#goOn());
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
    if (part && part !== this.#now) {
      this.#now = part;
      this.#video.src = part.url;
    }
    this.#video.currentTime = Math.max(0, at - (part?.from ?? 0));
    void this.#video.play().catch(() => undefined); // the browser wants a tap first: the film stands at its place
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
