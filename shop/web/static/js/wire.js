// The two wires a room's frames come over: a socket, and server-sent events where sockets do not get through.

/** @typedef {{take: (data: string) => void, back: () => void, fail: () => void, refused: () => void}} Hooks */

const FIRST_FRAME = 10_000; // ms in which an open socket must bring its first frame: some proxies let it open and no more
const DESK = document.querySelector("[data-studio], [data-prompter]") ? "?desk=true" : ""; // a desk is no viewer of its room
const REFUSALS = 2; // sockets that brought nothing although the token was given, before events are used instead

/** Milliseconds between `low` and `high` seconds, so that a thousand readers do not come back at once.
 * @param {number} low
 * @param {number} high
 */
export function jitter(low, high) {
  return (low + Math.random() * (high - low)) * 1000;
}

/** Frames over a socket. It only listens; it comes back by itself, and says `refused` when it never will. */
export class SocketWire {
  #api;
  #hooks;
  #refusals = 0;
  #left = false;
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {string} api address of the session
   * @param {Hooks} hooks
   */
  constructor(api, hooks) {
    this.#api = api;
    this.#hooks = hooks;
  }

  async open() {
    this.#left = false;
    try {
      const reply = await fetch(`${this.#api}/token${DESK}`);
      if (!reply.ok) return this.#again(10, 20);
      const { token } = await reply.json();
      if (!this.#left) this.#connect(token);
    } catch {
      this.#again(1, 4);
    }
  }

  close() {
    this.#left = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  /** @param {string} token */
  #connect(token) {
    const address = new URL(`${this.#api}/socket`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.searchParams.set("token", token);
    const socket = new WebSocket(address);
    let heard = false;
    this.#socket = socket;
    this.#timer = setTimeout(() => socket.close(), FIRST_FRAME);
    socket.addEventListener("message", (event) => {
      if (!heard) {
        heard = true;
        clearTimeout(this.#timer);
        this.#refusals = 0;
        this.#hooks.back();
      }
      this.#hooks.take(event.data);
    });
    socket.addEventListener("close", () => {
      if (this.#left || socket !== this.#socket) return;
      clearTimeout(this.#timer);
      if (!heard) this.#refusals += 1;
      if (this.#refusals < REFUSALS) return this.#again(1, 4);
      this.#hooks.refused();
    });
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  #again(low, high) {
    if (this.#left) return;
    this.#hooks.fail();
    this.#timer = setTimeout(() => this.open(), jitter(low, high));
  }
}

/** Frames as server-sent events; the browser comes back by itself, but for a refusal. */
export class EventsWire {
  #api;
  #hooks;
  /** @type {EventSource | null} */
  #source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {string} api address of the session
   * @param {Hooks} hooks
   */
  constructor(api, hooks) {
    this.#api = api;
    this.#hooks = hooks;
  }

  open() {
    this.#source?.close();
    const source = new EventSource(`${this.#api}/events${DESK}`);
    this.#source = source;
    source.addEventListener("open", () => this.#hooks.back());
    source.addEventListener("frame", (event) => this.#hooks.take(event.data));
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) this.#timer = setTimeout(() => this.open(), jitter(10, 20));
      this.#hooks.fail();
    });
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
  }
}
