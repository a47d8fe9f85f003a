// The fast way: a head and fragments over a socket, straight into the browser's buffer, about a second behind.

const NEAR = 0.5; // seconds kept between the newest that came and what is shown after a jump
const CLOSE = 1.3; // seconds behind at which the picture runs a little faster: a fragment, and what its way may take
const LATE = 1.7; // seconds behind at which it runs faster than that, as after a fragment that came late
const FAR = 8; // seconds behind at which it jumps
const FASTER = 1.08;
const FASTEST = 1.2;
const KEEP = 20; // seconds of the past that stay in memory
const AGAIN = [500, 1500, 3000, 6000]; // milliseconds before the socket is tried again

/** @param {ArrayBuffer} data */
const isHead = (data) => new TextDecoder().decode(data.slice(4, 8)) === "ftyp";

/** One head's buffer: what follows a new head goes into a new one. */
class Reel {
  #video;
  #source;
  #address;
  /** @type {{data: ArrayBuffer, filmed: number | null}[]} */
  #queue = [];
  /** What the buffer takes now, and where the one before has ended. @type {{filmed: number, after: number | null} | null} */
  #taking = null;
  /** When second 0 was filmed. @type {number | null} */
  zero = null;
  /** @type {SourceBuffer | null} */
  #buffer = null;

  /**
   * @param {HTMLVideoElement} video
   * @param {string} mime
   * @param {{ready: () => void, failed: () => void}} tell
   */
  constructor(video, mime, { ready, failed: broken }) {
    this.#video = video;
    const Source = /** @type {typeof MediaSource} */ (Reflect.get(window, "ManagedMediaSource") ?? MediaSource);
    this.#source = new Source();
    this.#address = URL.createObjectURL(this.#source);
    this.#source.addEventListener("sourceopen", () => {
      try {
        this.#buffer = this.#source.addSourceBuffer(mime);
        this.#buffer.addEventListener("updateend", () => {
          this.#time();
          this.#next();
        });
        this.#buffer.addEventListener("error", broken);
        this.#next();
      } catch {
        broken();
      }
    });
    video.disableRemotePlayback = true;
    video.src = this.#address;
    ready();
  }

  /** @param {ArrayBuffer} data @param {number | null} filmed when it begins, by the shop's clock; null of a head */
  add(data, filmed) {
    this.#queue.push({ data, filmed });
    this.#next();
  }

  close() {
    URL.revokeObjectURL(this.#address);
    this.#queue = [];
    this.#buffer = null;
  }

  #next() {
    const buffer = this.#buffer;
    if (!buffer || buffer.updating || this.#source.readyState !== "open") return;
    this.#keepNear(buffer);
    const next = this.#queue.shift();
    if (next) {
      const last = buffer.buffered.length - 1;
      this.#taking = next.filmed === null ? null : { filmed: next.filmed, after: last < 0 ? null : buffer.buffered.end(last) };
      buffer.appendBuffer(next.data);
    } else if (buffer.buffered.length && this.#video.currentTime - buffer.buffered.start(0) > 2 * KEEP) buffer.remove(0, this.#video.currentTime - KEEP);
  }

  /** Learn from what was taken last when second 0 was filmed: it begins where the one before ended, or apart from it. */
  #time() {
    const [taken, buffer] = [this.#taking, this.#buffer];
    this.#taking = null;
    if (!taken || !buffer?.buffered.length) return;
    const begin = buffer.buffered.start(buffer.buffered.length - 1);
    this.zero = taken.filmed - Math.max(begin, taken.after ?? begin) * 1000;
  }

  /** Stay near the newest: jump into what is there, run a little faster when behind. @param {SourceBuffer} buffer */
  #keepNear(buffer) {
    const last = buffer.buffered.length - 1;
    if (last < 0) return;
    const [from, to] = [buffer.buffered.start(last), buffer.buffered.end(last)];
    const behind = to - this.#video.currentTime;
    if (this.#video.currentTime < from || behind > FAR) this.#video.currentTime = Math.max(from, to - NEAR);
    this.#video.playbackRate = behind > LATE ? FASTEST : behind > CLOSE ? FASTER : 1;
  }
}

/**
 * Let `video` play what the socket brings; it comes back by itself.
 * @param {HTMLVideoElement} video
 * @param {string} path of the socket
 * @param {{ready: () => void, failed: () => void}} tell `ready`: the video has a source; `failed`: it will not play here
 * @returns {import("./player.js").Player}
 */
export function attachFast(video, path, tell) {
  const address = new URL(path, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  let closed = false;
  let tries = 0;
  let mime = "";
  /** @type {number | null} */
  let filmed = null;
  /** @type {Reel | null} */
  let reel = null;
  /** @type {WebSocket} */
  let socket;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {string | ArrayBuffer} data */
  function take(data) {
    if (typeof data === "string") {
      const said = JSON.parse(data);
      if (said.codecs) mime = `video/mp4; codecs="${said.codecs}"`;
      filmed = said.start ?? null;
      return;
    }
    tries = 0;
    if (isHead(data)) {
      reel?.close();
      reel = new Reel(video, mime, tell);
    }
    reel?.add(data, filmed);
    filmed = null;
  }

  function open() {
    socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", (event) => closed || take(event.data));
    socket.addEventListener("close", () => {
      if (closed) return;
      timer = setTimeout(open, AGAIN[Math.min(tries, AGAIN.length - 1)]);
      tries += 1;
    });
  }

  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      socket.close();
      reel?.close();
      video.playbackRate = 1;
      video.removeAttribute("src");
      video.load();
    },
    zero: () => reel?.zero ?? null,
  };
}
