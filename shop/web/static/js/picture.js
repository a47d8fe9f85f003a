// The picture in the room: what the frame says of it, how its viewer wants it, and what is said when it stands still.

import { one, show, write } from "./dom.js";
import { attachPlayer } from "./player.js";
import { attachFast } from "./player_fast.js";
import { offerWindows } from "./picture_windows.js";
import { watchStalls } from "./player_stalls.js";

/** @typedef {import("./frames.js").Frame} Frame */
/** @typedef {"steady" | "fast" | "sound"} Way */

const WAY = "room way"; // how this viewer wants pictures, kept for the next room
const LOUD = "room loud"; // whether this viewer turned the sound on, while the tab lives
const STILLS = 10_000; // milliseconds between two stills

/** How this viewer chose to watch; who saves data only listens until another way is chosen. @returns {Way} */
function chosenWay() {
  const kept = localStorage.getItem(WAY);
  if (kept === "steady" || kept === "fast" || kept === "sound") return kept;
  return Reflect.get(navigator, "connection")?.saveData ? "sound" : "steady";
}

export class Picture {
  /** @type {import("./player.js").Player | null} */
  #player = null;
  /** @type {NonNullable<Frame["video"]> | null} */
  #seen = null;
  #stalled = false;
  #failed = false;
  #way = chosenWay();
  #room;
  #video;

  /** @param {HTMLElement} room @param {HTMLVideoElement} video */
  constructor(room, video) {
    this.#room = room;
    this.#video = video;
    watchStalls(video, (stalled) => this.#stall(stalled));
    video.addEventListener("playing", () => this.#shown());
    for (const event of ["pause", "play", "volumechange"]) video.addEventListener(event, () => this.#buttons());
    this.#listen();
    setInterval(() => this.#still(), STILLS);
  }

  /** When the video's second 0 was filmed, in ms of the shop's clock; null while that is not known. */
  get zero() {
    return this.#player?.zero() ?? null;
  }

  /** @param {Frame} frame */
  show(frame) {
    const before = this.#seen;
    this.#seen = frame.video ?? null;
    show(this.#room, "[data-reel]", this.#seen !== null);
    show(this.#room, "[data-no-sound]", this.#seen !== null && !this.#seen.sound);
    if (!this.#seen) this.#close();
    else if (!this.#player && !this.#failed) this.#open();
    else if (before && before.take !== this.#seen.take && this.#stalled) this.#open(); // came back after a long while
    this.#words();
  }

  #open() {
    this.#close();
    this.#failed = false;
    const base = this.#room.dataset.picture ?? "";
    const failed = () => this.#fail();
    const ready = () => void this.#play();
    const file = this.#way === "sound" ? "sound" : "live";
    if (this.#way === "fast") this.#player = attachFast(this.#video, `${this.#room.dataset.api}/fast`, { ready, failed });
    else this.#player = attachPlayer(this.#video, { src: `${base}/${file}.m3u8`, live: true, ready, failed });
    this.#still();
  }

  /** With sound if the viewer wanted it and the browser lets us, else without. */
  async #play() {
    this.#video.muted = sessionStorage.getItem(LOUD) === null;
    try {
      await this.#video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      this.#video.muted = true;
      this.#video.play().catch(() => undefined);
    }
  }

  #close() {
    this.#player?.close();
    this.#player = null;
    this.#room.removeAttribute("data-running");
  }

  #fail() {
    this.#close();
    this.#failed = true;
    this.#words();
  }

  #shown() {
    this.#room.dataset.running = this.#way;
    this.#words();
  }

  /** @param {boolean} stalled */
  #stall(stalled) {
    this.#stalled = stalled;
    this.#words();
  }

  #words() {
    const waits = this.#seen !== null && this.#stalled && !this.#failed;
    show(this.#room, "[data-standing]", waits);
    show(this.#room, "[data-standing-host]", this.#seen?.state === "waiting");
    show(this.#room, "[data-standing-net]", this.#seen?.state !== "waiting");
    show(this.#room, "[data-picture-failed]", this.#failed && this.#seen !== null);
    this.#buttons();
  }

  #buttons() {
    const { muted, paused } = this.#video;
    show(this.#room, "[data-unmute]", muted && Boolean(this.#seen?.sound));
    show(this.#room, "[data-mute]", !muted && Boolean(this.#seen?.sound));
    show(this.#room, "[data-resume]", paused);
    show(this.#room, "[data-pause]", !paused);
  }

  /** The newest still, for who only listens. */
  #still() {
    const still = this.#room.querySelector("img[data-still]");
    if (this.#seen && this.#way === "sound") still?.setAttribute("src", `${this.#room.dataset.picture}/still.jpg?${Math.floor(Date.now() / STILLS)}`);
  }

  #listen() {
    /** @param {string} name @param {() => void} then */
    const press = (name, then) => one(this.#room, `[data-${name}]`)?.addEventListener("click", then);
    const loud = (/** @type {boolean} */ on) => {
      this.#video.muted = !on;
      if (on) sessionStorage.setItem(LOUD, "yes");
      else sessionStorage.removeItem(LOUD);
      if (on) this.#video.play().catch(() => undefined);
    };
    press("unmute", () => loud(true));
    press("mute", () => loud(false));
    press("resume", () => void this.#video.play().catch(() => undefined));
    press("pause", () => this.#video.pause());
    press("retry", () => this.#open());
    offerWindows(this.#room, this.#video);
    for (const choice of this.#room.querySelectorAll("input[name=way]")) {
      if (!(choice instanceof HTMLInputElement)) continue;
      choice.checked = choice.value === this.#way;
      choice.addEventListener("change", () => this.#choose(/** @type {Way} */ (choice.value)));
    }
  }

  /** @param {Way} way */
  #choose(way) {
    this.#way = way;
    localStorage.setItem(WAY, way);
    if (this.#seen) this.#open();
  }
}
