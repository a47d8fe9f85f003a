// The buyer's own turns in waiting lists and orders that wait for money, kept in view while they watch.

import { jitter } from "./frames.js";
import { one, write } from "./dom.js";
import { fill } from "./formats.js";
import { startHold } from "./hold.js";

/**
 * @typedef {import("./frames.js").Frame} Frame
 * @typedef {{code: string, token: string, hold_expires_at: string | null, payment: string}} OwnOrder
 * @typedef {{id: string, ticket: string, quantity: number, state: string, position: number | null, variant: string, order: OwnOrder | null}} Turn
 */

export class Turns {
  /**
   * @param {HTMLElement} room
   * @param {HTMLElement | null} box with its words
   */
  constructor(room, box) {
    this.room = room;
    this.box = box;
    this.key = `chomay-turns-${room.dataset.slug}`;
    /** @type {string[]} */
    this.tickets = JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
    this.now = new Date().toISOString();
    /** @type {Record<string, number>} */
    this.stock = {};
    this.seq = 0;
    this.asked = false;
    if (!box) return;
    room.addEventListener("turn", (event) => this.#join(/** @type {CustomEvent<Turn>} */ (event).detail));
    room.addEventListener("order", (event) => this.#keep(/** @type {CustomEvent<OwnOrder & {created_at?: string}>} */ (event).detail));
    if (this.tickets.length || box.dataset.person) this.#ask(0);
  }

  /** @param {Frame} frame */
  show(frame) {
    this.now = frame.server_time;
    this.stock = frame.stock;
    if (frame.seq > this.seq && this.box?.querySelector("[data-open]")) this.#ask(jitter(0.2, 1.5));
    this.seq = frame.seq;
  }

  /** @param {Turn} turn */
  #join(turn) {
    this.tickets = [...new Set([...this.tickets, turn.ticket])].slice(-20);
    sessionStorage.setItem(this.key, JSON.stringify(this.tickets));
    this.#ask(0);
  }

  /** Ask for one's own turns a little later, and once for many frames. @param {number} pause */
  #ask(pause) {
    if (this.asked) return;
    this.asked = true;
    setTimeout(async () => {
      this.asked = false;
      const query = this.tickets.map((ticket) => `ticket=${encodeURIComponent(ticket)}`).join("&");
      try {
        const reply = await fetch(`${this.room.dataset.api}/waiting?${query}`);
        if (reply.ok) for (const turn of (await reply.json()).items.reverse()) this.#turn(turn);
      } catch {
        this.#ask(jitter(3, 6)); // no network now
      }
    }, pause);
  }

  /** @param {string} id */
  #item(id) {
    const list = this.box && one(this.box, "[data-turn-list]");
    const template = document.querySelector("template[data-turn-template]");
    if (!this.box || !list || !(template instanceof HTMLTemplateElement)) return null;
    const known = one(list, `[data-turn="${CSS.escape(id)}"]`);
    if (known) return known;
    const made = template.content.firstElementChild?.cloneNode(true);
    if (!(made instanceof HTMLElement)) return null;
    made.dataset.turn = id;
    list.prepend(made);
    this.box.hidden = false;
    return made;
  }

  /** @param {Turn} turn */
  #turn(turn) {
    if (turn.state === "left") return this.#drop(turn.id);
    const item = this.#item(turn.id);
    if (!item || !this.box) return;
    const words = this.box.dataset;
    const short = turn.state === "waiting" && turn.position === 1 && turn.quantity > 1 && (this.stock[turn.variant] ?? 0) > 0;
    const said = fill((short ? words.short : words[turn.state]) ?? "", { position: turn.position ?? "", count: turn.quantity, code: turn.order?.code ?? "" });
    write(item, "[data-turn-text]", said);
    item.toggleAttribute("data-open", turn.state === "waiting");
    const leave = one(item, "[data-turn-leave]");
    if (leave) {
      leave.hidden = turn.state !== "waiting";
      leave.onclick = () => this.#leave(turn);
    }
    if (turn.order) this.#lead(item, turn.order, this.now);
  }

  /** An order placed in the room that waits for its money. @param {OwnOrder & {created_at?: string}} order */
  #keep(order) {
    const item = this.#item(order.code);
    if (!item || !this.box) return;
    write(item, "[data-turn-text]", fill(this.box.dataset.kept, { code: order.code }));
    this.#lead(item, order, order.created_at ?? this.now);
  }

  /** Lead to the order, and count its hold down while it lasts.
   * @param {HTMLElement} item
   * @param {OwnOrder} order
   * @param {string} now
   */
  #lead(item, order, now) {
    const link = one(item, "[data-turn-link]");
    const words = this.box?.dataset ?? {};
    if (link) {
      link.hidden = false;
      link.textContent = (order.hold_expires_at ? words.pay : words.see) ?? "";
      link.setAttribute("href", `${this.room.dataset.order}/${order.code}?token=${encodeURIComponent(order.token)}`);
    }
    if (!order.hold_expires_at || item.dataset.until) return;
    Object.assign(item.dataset, { until: order.hold_expires_at, now, left: words.rest, five: words.five, one: words.one, over: words.over });
    startHold(item);
  }

  /** @param {Turn} turn */
  async #leave(turn) {
    const address = `${this.room.dataset.api}/waiting/${turn.id}?ticket=${encodeURIComponent(turn.ticket)}`;
    const reply = await fetch(address, { method: "DELETE" }).catch(() => null);
    if (reply?.ok) this.#turn(await reply.json());
  }

  /** @param {string} id */
  #drop(id) {
    const list = this.box && one(this.box, "[data-turn-list]");
    if (!this.box || !list) return;
    one(list, `[data-turn="${CSS.escape(id)}"]`)?.remove();
    this.box.hidden = list.children.length === 0;
  }
}
