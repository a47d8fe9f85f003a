// A room's frames: by socket, else as server-sent events, and the snapshot while neither comes.

import { EventsWire, jitter, SocketWire } from "./wire.js";

export { jitter };

/**
 * @typedef {{code: string, stars: number, potential_five: boolean, decision_no: string | null, expires_on: string, sample: boolean}} Certificate
 * @typedef {{variant: string, campaign: string | null, product_slug: string, name: string, price: number, list_price: number, unit: string,
 *   available: number, image: string, min_age: number | null,
 *   left: number | null, buyer_limit: number | null, certificate: Certificate,
 *   offer?: {policy: string, hold_minutes: number | null, deposit?: {percent: number | null, each: number | null, kept: boolean} | null} | null}} Pin
 * @typedef {{id: string, variant: string, price: number, pieces: number, left: number, buyer_limit: number | null, opens_at: string,
 *   closes_at: string, ended: string | null, waiting: number, name: string, unit: string, image: string, list_price: number, min_age: number | null}} Flash
 * @typedef {{id: string, name: string, text: string, at: string, order?: boolean, host?: boolean, origin?: string | null}} Comment
 * @typedef {"scheduled" | "on_air" | "away" | "ended" | "called_off"} RoomState
 * @typedef {{seq: number, state: RoomState, pins: Pin[], stock: Record<string, number>, viewers: number,
 *   comments: Comment[], orders?: number, slow_seconds: number, removed: string[], server_time: string, co_hosts: string[],
 *   segment: {id: string, title: string, presenter: string, producer: string | null, next: string | null} | null,
 *   moved_to: {slug: string, title: string, at: string, seconds: number} | null,
 *   reactions: Record<string, number>, games: import("./games.js").GamesSeen | null,
 *   warnings?: {kind: string, vi: string, en: string}[], stopped?: {reason: string, document_no: string} | null,
 *   waiting?: Record<string, number>, flash?: Flash | null,
 *   video?: {state: "live" | "waiting", take: number, sound: boolean, since: string} | null,
 *   caption?: {text: string, since: string, until: string} | null}} Frame
 */

/**
 * Follow a room until the page is left. Frames of one `seq` may differ; an older one is dropped.
 * @param {string} api address of the session
 * @param {number} seq the number the page was written with
 * @param {(frame: Frame) => void} show
 * @param {(lost: boolean) => void} tell whether no frames come
 */
export function follow(api, seq, show, tell) {
  let latest = seq;
  let tag = "";
  let lost = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Frame} frame */
  function take(frame) {
    if (frame.seq < latest) return;
    latest = frame.seq;
    show(frame);
  }

  async function poll() {
    try {
      const reply = await fetch(`${api}/snapshot`, { headers: tag ? { "If-None-Match": tag } : {} });
      if (reply.ok) {
        tag = reply.headers.get("ETag") ?? "";
        take(await reply.json());
      }
      if (reply.ok || reply.status === 304) tell(false);
    } catch {
      tell(true);
    }
    if (lost) timer = setTimeout(poll, jitter(3, 6));
  }

  function fail() {
    if (lost) return;
    lost = true;
    tell(true);
    timer = setTimeout(poll, jitter(0.5, 2));
  }

  function back() {
    lost = false;
    clearTimeout(timer);
    tell(false);
  }

  function refused() {
    wire = new EventsWire(api, hooks);
    wire.open();
  }

  const hooks = { take: (/** @type {string} */ data) => take(JSON.parse(data)), back, fail, refused };
  if (api.includes("/tap/")) {
    lost = true; // a practice has no wire: its room is asked for
    poll();
    return;
  }
  /** @type {SocketWire | EventsWire} */
  let wire = "WebSocket" in window ? new SocketWire(api, hooks) : new EventsWire(api, hooks);
  wire.open();
  addEventListener("pagehide", () => wire.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) wire.open();
  });
}
