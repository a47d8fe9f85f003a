// The way of a host's picture to the shop: a recorder, and the one socket it is sent over.

/**
 * @typedef {{opened: (take: number) => void, refused: (code: number, words: string) => void, again: () => void}} SendHooks
 */

const SLICE = 200; // milliseconds of film in one message
const SOUND_RATE = 32_000; // bits a second: with a still each ten seconds, who only listens stays below 64 000
const MIMES = ["video/mp4;codecs=avc1.42E01F,mp4a.40.2", "video/mp4;codecs=avc1.42E01F,opus", "video/mp4"];
const PAUSES = [300, 700, 1500, 3000, 5000]; // milliseconds before the socket is tried again
const OURS = 15_000; // milliseconds after a loss in which the place before the camera is still ours
const MOST_WAITING = 3_000_000; // bytes; more is old film nobody waits for

/** What this browser records that the shop takes, or undefined. */
export function recordable() {
  return MIMES.find((mime) => "MediaRecorder" in window && MediaRecorder.isTypeSupported(mime));
}

export class Sender {
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {MediaRecorder | null} */
  #recorder = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #address;
  #hooks;
  #key = "";
  #sent = 0;
  #seen = 0;
  #tries = 0;
  #lostAt = -Infinity;
  /** @type {MediaStream | null} */
  #stream = null;
  #rate = 0;

  /**
   * @param {string} api address of the session
   * @param {SendHooks} hooks
   */
  constructor(api, hooks) {
    this.#address = new URL(`${api}/ingest`, location.href);
    this.#address.protocol = this.#address.protocol.replace("http", "ws");
    this.#hooks = hooks;
  }

  /** Bytes the shop has not taken yet. */
  get waiting() {
    return this.#sent - this.#seen;
  }

  /** Whether film is on its way. */
  get sending() {
    return this.#recorder !== null;
  }

  /**
   * Open the socket and film, until `stop` or a refusal; a socket that breaks is opened again.
   * @param {string} key
   * @param {MediaStream} stream
   * @param {number} rate bits of picture a second
   * @param {boolean} takeover whether another publisher has to go
   */
  start(key, stream, rate, takeover) {
    this.#leave(false);
    this.#key = key;
    this.#stream = stream;
    this.#rate = rate;
    this.#connect(takeover);
  }

  /**
   * Another camera or another rate: a new recording has a new head and a time line of its own, so it gets a new socket.
   * What still waited in the old one is let go.
   * @param {MediaStream} stream
   * @param {number} rate
   */
  change(stream, rate) {
    this.#stream = stream;
    this.#rate = rate;
    if (this.#socket) this.start(this.#key, stream, rate, true);
  }

  /** Let go what nobody waits for any more. To be asked once a second. */
  relieve() {
    if (this.#stream && this.waiting > MOST_WAITING) this.change(this.#stream, this.#rate);
  }

  /** The host turned the camera off: who watches need not wait. */
  stop() {
    this.#leave(true);
  }

  /** @param {boolean} farewell whether the take is over, and not only this socket */
  #leave(farewell) {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#stream = null;
    this.#rest(() => {
      if (farewell && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ done: true }));
      socket?.close(1000);
    });
  }

  /** @param {boolean} takeover */
  #connect(takeover) {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    this.#sent = this.#seen = 0;
    let refusal = "";
    socket.addEventListener("open", () => socket.send(JSON.stringify({ key: this.#key, mime: recordable(), takeover })));
    socket.addEventListener("message", (event) => {
      if (socket !== this.#socket) return;
      const said = JSON.parse(event.data);
      if (typeof said.seen === "number") this.#seen = said.seen;
      if (said.ok === false) refusal = said.detail ?? "";
      if (said.ok !== true) return;
      this.#tries = 0;
      this.#record();
      this.#hooks.opened(said.take);
    });
    socket.addEventListener("close", (event) => {
      if (socket === this.#socket) this.#closed(event, refusal);
    });
  }

  /** @param {CloseEvent} event @param {string} words */
  #closed(event, words) {
    this.#socket = null;
    if (this.#recorder) this.#lostAt = performance.now();
    this.#rest(() => undefined);
    const final = event.code >= 4400 && event.code !== 4413;
    if (final) return this.#hooks.refused(event.code, words || event.reason);
    this.#hooks.again();
    const pause = PAUSES[Math.min(this.#tries, PAUSES.length - 1)];
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#connect(performance.now() - this.#lostAt < OURS), pause);
  }

  #record() {
    const [stream, socket] = [this.#stream, this.#socket];
    if (!stream || !socket) return;
    const options = {
      mimeType: recordable(),
      videoBitsPerSecond: this.#rate,
      audioBitsPerSecond: SOUND_RATE,
      videoKeyFrameIntervalDuration: 1000,
    };
    const recorder = new MediaRecorder(stream, options);
    recorder.addEventListener("dataavailable", (event) => {
      if (!event.data.size || socket.readyState !== WebSocket.OPEN) return;
      if (socket === this.#socket) this.#sent += event.data.size;
      socket.send(event.data);
    });
    recorder.addEventListener("error", () => recorder === this.#recorder && this.change(stream, this.#rate));
    this.#recorder = recorder;
    recorder.start(SLICE);
  }

  /** Stop the recorder; `then` follows its last bytes.
   * @param {() => void} then
   */
  #rest(then) {
    const recorder = this.#recorder;
    this.#recorder = null;
    if (!recorder || recorder.state === "inactive") return then();
    recorder.addEventListener("stop", then, { once: true });
    recorder.stop();
  }
}
