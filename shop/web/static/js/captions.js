// What a host typed for who cannot hear: a true track of the picture, each line with the picture it was typed beside.
//
// In the page the track is read and its line written over the picture, clear of what stands there; in full screen and
// in a small window the browser draws it. Where the picture's time is not known, a line is shown as it comes.

import { want, wanted } from "./caption_choice.js";
import { one, write } from "./dom.js";
import { outside } from "./picture_windows.js";

/** @typedef {import("./frames.js").Frame} Frame */
/** @typedef {{text: string, from: number, until: number, cue: VTTCue | null}} Line times in ms of the shop's clock */

const MOVED = 250; // milliseconds by which the picture's time moves before its lines are laid anew
const MOST = 40; // lines that are kept
const WINDOWS = ["webkitbeginfullscreen", "webkitendfullscreen", "enterpictureinpicture", "leavepictureinpicture"];

/** @param {string} text as a cue has it */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export class Captions {
  #room;
  #button;
  #video;
  #track;
  #zero;
  /** @type {Line[]} */
  #lines = [];
  /** When the video's second 0 was filmed, as the cues lie. @type {number | null} */
  #laid = null;
  #now = ""; // what is shown as it comes
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} room @param {() => number | null} zero when the video's second 0 was filmed; null: unknown */
  constructor(room, zero) {
    this.#room = room;
    this.#zero = zero;
    this.#button = one(room, "[data-captions]");
    this.#video = room.querySelector("video");
    this.#track = this.#video?.textTracks[0] ?? null;
    this.#button?.addEventListener("click", () => this.#choose(!wanted()));
    this.#track?.addEventListener("cuechange", () => this.#write());
    this.#video?.textTracks.addEventListener("change", () => this.#follow());
    this.#video?.addEventListener("timeupdate", () => this.#lay());
    for (const event of WINDOWS) this.#video?.addEventListener(event, () => this.#place());
    document.addEventListener("fullscreenchange", () => this.#place());
    this.#place();
  }

  /** @param {Frame} frame */
  show(frame) {
    const said = frame.caption;
    const left = said ? Date.parse(said.until) - Date.parse(frame.server_time) : 0;
    clearTimeout(this.#timer);
    this.#now = said && left > 0 ? said.text : "";
    if (this.#now) this.#timer = setTimeout(() => ((this.#now = ""), this.#write()), left);
    if (said) this.#add({ text: said.text, from: Date.parse(said.since), until: Date.parse(said.until), cue: null });
    this.#lay();
    this.#write();
  }

  /** @param {Line} line */
  #add(line) {
    if (this.#lines.some((known) => known.from === line.from && known.text === line.text)) return;
    this.#lines.push(line);
    for (const old of this.#lines.splice(0, this.#lines.length - MOST)) if (old.cue) this.#track?.removeCue(old.cue);
    if (this.#laid !== null) this.#put(line, this.#laid);
  }

  /** Lay the lines on the time of the picture that plays, when that has moved: another way to watch, another take. */
  #lay() {
    const zero = this.#zero();
    if (zero === null) this.#laid = null;
    if (zero === null || (this.#laid !== null && Math.abs(zero - this.#laid) < MOVED)) return;
    this.#laid = zero;
    for (const line of this.#lines) this.#put(line, zero);
    this.#write();
  }

  /** @param {Line} line @param {number} zero */
  #put(line, zero) {
    if (line.cue) this.#track?.removeCue(line.cue);
    const [from, until] = [Math.max(0, line.from - zero) / 1000, (line.until - zero) / 1000];
    line.cue = until > from ? new VTTCue(from, until, escaped(line.text)) : null;
    if (line.cue) this.#track?.addCue(line.cue);
  }

  /** Write the line of this moment over the picture. */
  #write() {
    const active = [...(this.#track?.activeCues ?? [])];
    const due = this.#lines.filter((line) => line.cue && active.includes(line.cue)).at(-1)?.text ?? "";
    const text = this.#laid === null ? this.#now : due;
    if (text) write(this.#room, "[data-caption]", text);
    one(this.#room, "[data-caption]")?.toggleAttribute("hidden", !text || !wanted());
  }

  get #mode() {
    if (!wanted()) return "disabled";
    return this.#video && outside(this.#video) ? "showing" : "hidden";
  }

  #place() {
    this.#button?.setAttribute("aria-pressed", String(wanted()));
    if (this.#track && this.#track.mode !== this.#mode) this.#track.mode = this.#mode;
    this.#write();
  }

  /** The browser's own menu has changed the track. */
  #follow() {
    if (!this.#track || this.#track.mode === this.#mode) return;
    this.#choose(this.#track.mode === "showing");
  }

  /** @param {boolean} on */
  #choose(on) {
    want(on);
    this.#place();
  }
}
