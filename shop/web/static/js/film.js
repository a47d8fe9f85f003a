// The camera at the host's desk: what the buttons do, what is said, and what goes on by itself.

import { one, show, write } from "./dom.js";
import { stayAwake } from "./film_awake.js";
import { Board } from "./film_board.js";
import { KeptKey, keyInUse, makeKey, offerKey } from "./film_key.js";
import { Lens } from "./film_lens.js";
import { Pace } from "./film_pace.js";
import { recordable, Sender } from "./film_send.js";
import { Signs } from "./film_signs.js";
import { stayHere } from "./film_stay.js";
import { sendStills } from "./film_stills.js";
import { Uplink } from "./film_uplink.js";

const REFUSALS = new Map([[4403, "key"], [4409, "taken"], [4410, "over"]]); // codes of the socket → what is said
/** What getUserMedia fails with → what is said. @type {Record<string, string>} */
const NO_CAMERA = { NotAllowedError: "refused", SecurityError: "refused", NotReadableError: "busy", AbortError: "busy" };

class Film {
  /** @type {Signs | null} */
  #signs = null;
  #pace = new Pace();
  #desk;
  #box;
  #board;
  #video;
  #kept;
  #lens;
  #sender;
  uplink;

  /** @param {HTMLElement} desk @param {HTMLElement} box @param {HTMLVideoElement} video */
  constructor(desk, box, video) {
    this.#desk = desk;
    this.#box = box;
    this.#video = video;
    this.#board = new Board(box);
    this.uplink = new Uplink(desk, box, this.#pace);
    this.#kept = new KeptKey(box.dataset.slug ?? "");
    this.#lens = new Lens({ changed: () => this.#renew(), lost: () => this.#reopen(), paused: (is) => this.#board.warn("call", is) });
    this.#sender = new Sender(this.#api, {
      opened: () => this.#board.tell("private"),
      refused: (code, words) => this.#refused(code, words),
      again: () => this.#board.tell("again"),
    });
    setInterval(() => this.#board.hear(this.#signs?.look(), this.#lens.muted), 200);
    setInterval(() => this.#look(), 1000);
    sendStills(this.#api, video, () => this.#sender.sending);
    stayAwake(() => this.on, () => this.#lens.whole || this.#reopen());
  }

  /** Whether the camera runs. */
  get on() {
    return this.#board.stage === "on";
  }

  get #api() {
    return this.#desk.dataset.api ?? "";
  }

  /** Go on where a page that was closed by accident has stopped. */
  async resume() {
    if (await this.#kept.orphaned()) await this.start("take over");
  }

  /**
   * Open the camera and send.
   * @param {"ask" | "take over" | "new key"} how what to do about another publisher
   */
  async start(how) {
    if (this.#board.stage === "opening") return;
    if (!recordable() || !navigator.mediaDevices) return this.#board.tell("cannot");
    this.#board.stage = "opening";
    const measured = this.uplink.measure(); // while the browser asks for the camera
    try {
      if (!this.#lens.whole) await this.#open();
      await measured;
      const key = await this.#key(how === "new key");
      this.#kept.hold();
      this.#board.stage = "on";
      if (key === null) return this.#board.tell("other");
      if (this.#lens.stream) this.#sender.start(key, this.#lens.stream, this.#pace.rate, how === "take over");
    } catch (error) {
      this.stop();
      if (error instanceof DOMException) this.#board.tell(NO_CAMERA[error.name] ?? "none");
      else this.#board.tell("no-key", error instanceof Error ? error.message : "");
    }
  }

  stop() {
    this.#sender.stop();
    this.#lens.close();
    this.#signs?.close();
    this.#signs = null;
    this.#video.srcObject = null;
    this.#board.stage = "off";
    const key = this.#kept.read()?.key;
    if (key) this.#kept.write(key, false);
    this.#board.tell("off");
  }

  mute() {
    this.#lens.mute(!this.#lens.muted);
    one(this.#box, "[data-film-mute]")?.setAttribute("aria-pressed", String(this.#lens.muted));
  }

  async flip() {
    await this.#lens.flip().catch(() => this.stop());
  }

  /** A new key was made or ours was taken back: ours is no good any more. */
  forget() {
    this.#kept.forget();
  }

  async #open() {
    this.#board.tell("asking");
    await this.#lens.open();
    this.#view();
    show(this.#box, "[data-film-flip]", await Lens.several());
  }

  /** Show the camera, without the host's own voice. */
  #view() {
    const stream = this.#lens.stream;
    if (!stream) return;
    this.#signs?.close();
    this.#video.srcObject = stream;
    this.#video.play().catch(() => undefined);
    this.#video.classList.toggle("mirror", this.#lens.facing === "user");
    this.#signs = new Signs(this.#video, stream);
  }

  /** This device's key; one is made, but not over one in use elsewhere unless so asked: null. @param {boolean} anyway */
  async #key(anyway) {
    const kept = this.#kept.read()?.key;
    if (kept && !anyway) return kept;
    if (!anyway && (await keyInUse(this.#desk.dataset.here ?? ""))) return null;
    const { key } = await makeKey(this.#api);
    this.#kept.write(key, true);
    return key;
  }

  /** The other camera, or the same after a call: record anew. */
  #renew() {
    this.#view();
    if (this.#lens.stream) this.#sender.change(this.#lens.stream, this.#pace.rate);
  }

  /** The camera was taken away; it is asked for again as soon as the page is seen. */
  async #reopen() {
    if (!this.on || document.hidden) return;
    this.#board.warn("call", true);
    await this.#lens.open().then(() => this.#renew(), () => this.stop());
    this.#board.warn("call", false);
  }

  /** @param {number} code @param {string} words */
  #refused(code, words) {
    const word = REFUSALS.get(code) ?? "broken";
    if (code !== 4409) this.stop();
    if (word === "key") this.#kept.forget();
    this.#board.tell(word, words);
  }

  /** Once a second: how the network does, and whether what is sent is seen. */
  #look() {
    if (!this.on) return;
    const sending = this.#sender.sending;
    const key = this.#kept.read()?.key;
    if (key && sending) this.#kept.write(key, true);
    this.#sender.relieve();
    if (this.#pace.look(this.#sender.waiting) && this.#lens.stream) this.#sender.change(this.#lens.stream, this.#pace.rate);
    this.#board.warn("slow", this.#pace.slowed);
    this.#board.count(this.#pace.rate, sending && this.#desk.dataset.state === "on_air");
  }
}

const desk = one(document, "[data-studio]");
const box = desk && one(desk, "[data-film]");
const video = box?.querySelector("video");
if (desk && box && video) {
  const film = new Film(desk, box, video);
  const press = (/** @type {string} */ name, /** @type {() => void} */ then) => one(box, `[data-film-${name}]`)?.addEventListener("click", then);
  press("start", () => film.start("ask"));
  press("take", () => film.start("take over"));
  press("replace", () => film.start("new key"));
  press("stop", () => film.stop());
  press("measure", () => film.uplink.measure());
  press("mute", () => film.mute());
  press("flip", () => film.flip());
  const details = one(box, "[data-key]");
  if (details) offerKey(details, desk.dataset.api ?? "", () => film.forget());
  stayHere(desk, () => film.on && desk.dataset.state !== "ended", () => write(box, "[data-film-detail]", box.dataset.formFailed ?? ""));
  film.resume();
}
