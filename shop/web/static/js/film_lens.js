// The host's camera and microphone: opened, turned round, muted, and opened again after a call took them.

// A phone turned upright has 720 × 1280 itself; of a camera that lies, 608 × 1080 is cut out of the middle, for it has
// no more lines, and a browser that must give more takes the camera's largest picture and sends that.
const PHONE = { width: { ideal: 720 }, height: { ideal: 1280 } };
const DESK = { width: { ideal: 608 }, height: { ideal: 1080 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** @typedef {{changed: () => void, lost: () => void, paused: (paused: boolean) => void}} LensHooks */
/** @typedef {"user" | "environment"} Facing */

export class Lens {
  /** @type {MediaStream | null} */
  stream = null;
  /** @type {Facing} */
  facing = "user";
  muted = false;
  #hooks;

  /** @param {LensHooks} hooks `changed`: record anew; `lost`: nothing comes any more; `paused`: a call has it */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  /** Ask for both; a stream that was open is left. Rejects as the browser does when it may not be. */
  async open() {
    this.close();
    const size = matchMedia("(pointer: coarse)").matches ? PHONE : DESK;
    const video = { ...size, frameRate: { ideal: 30, max: 30 }, facingMode: this.facing };
    const stream = await navigator.mediaDevices.getUserMedia({ video, audio: SOUND });
    this.#take(stream);
    return stream;
  }

  /** The other camera. Phones lend one at a time, so the first is given back before. */
  async flip() {
    this.facing = this.facing === "user" ? "environment" : "user";
    await this.open();
    this.#hooks.changed();
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  close() {
    const old = this.stream;
    this.stream = null;
    for (const track of old?.getTracks() ?? []) track.stop();
  }

  /** Whether there is more than one camera to turn to. */
  static async several() {
    const all = await navigator.mediaDevices.enumerateDevices();
    return all.filter((device) => device.kind === "videoinput").length > 1;
  }

  /** Whether every track still gives something. */
  get whole() {
    return this.stream !== null && this.stream.getTracks().every((track) => track.readyState === "live");
  }

  /** @param {MediaStream} stream */
  #take(stream) {
    this.stream = stream;
    this.mute(this.muted);
    for (const track of stream.getTracks()) {
      track.addEventListener("ended", () => stream === this.stream && this.#hooks.lost());
      track.addEventListener("mute", () => stream === this.stream && this.#hooks.paused(true));
      track.addEventListener("unmute", () => stream === this.stream && this.#hooks.paused(false));
    }
  }
}
