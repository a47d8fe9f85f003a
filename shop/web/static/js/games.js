// What a room plays: a dropped voucher, a draw, a poll. One is shown at a time; forms go through the API.

import { dong, fill, number } from "./formats.js";
import { one, show, write } from "./dom.js";
import { offerVoucher } from "./sheet_offer.js";

/**
 * @typedef {{id: string, question: string, options: {text: string, votes: number}[], closes_at: string | null, open: boolean}} Poll
 * @typedef {{code: string, prize: string, winners: number, entries: number, closes_at: string, open: boolean,
 *   seed: string | null, won: {ticket: string, name: string}[]}} Draw
 * @typedef {{id: string, name: string, amount: number | null, percent: number | null, cap: number | null, minimum: number,
 *   quota: number, left: number, until: string, open: boolean}} Drop
 * @typedef {{poll: Poll | null, draw: Draw | null, drop: Drop | null}} GamesSeen
 */

const ORDER = ["drop", "draw", "poll"];

export class Games {
  /** @param {HTMLElement} box @param {string} api */
  constructor(box, api) {
    this.box = box;
    this.words = box.dataset;
    this.chosen = "";
    this.seen = "";
    this.ahead = 0; // ms the server's clock is before ours
    box.addEventListener("click", (event) => {
      const tab = event.target instanceof Element ? event.target.closest("[data-tab]") : null;
      if (tab instanceof HTMLElement) this.#choose(tab.dataset.tab ?? "");
    });
    for (const form of box.querySelectorAll("form[data-play]")) if (form instanceof HTMLFormElement) playHere(form, api, this.words);
    const there = ORDER.filter((name) => !this.#part(name)?.hidden);
    if (there.length) this.#arrange(there, []);
    setInterval(() => this.#count(), 1000);
  }

  /** @param {GamesSeen | null} games @param {string} now the server's time */
  show(games, now) {
    this.ahead = Date.parse(now) - Date.now();
    if (games?.drop) this.#drop(games.drop);
    if (games?.draw) this.#draw(games.draw);
    if (games?.poll) this.#poll(games.poll);
    const there = ORDER.filter((name) => games && games[/** @type {keyof GamesSeen} */ (name)]);
    const open = there.filter((name) => games?.[/** @type {keyof GamesSeen} */ (name)]?.open);
    this.#arrange(there, open);
    this.#count();
  }

  /** @param {string} name */
  #part(name) {
    return one(this.box, `[data-game="${name}"]`);
  }

  /** @param {string[]} there @param {string[]} open */
  #arrange(there, open) {
    this.box.toggleAttribute("hidden", there.length === 0);
    const key = there.map((name) => `${name} ${this.#part(name)?.dataset.id}`).join();
    if (key !== this.seen || !there.includes(this.chosen)) {
      const fresh = there.find((name) => !this.seen.includes(`${name} ${this.#part(name)?.dataset.id}`));
      this.seen = key;
      this.chosen = fresh ?? open[0] ?? there[0] ?? "";
    }
    for (const tab of this.box.querySelectorAll("[data-tab]")) tab.toggleAttribute("hidden", !there.includes(tab.getAttribute("data-tab") ?? ""));
    show(this.box, "[data-tabs]", there.length > 1);
    this.#choose(this.chosen);
  }

  /** @param {string} name */
  #choose(name) {
    this.chosen = name;
    for (const part of ORDER) this.#part(part)?.toggleAttribute("hidden", part !== name);
    for (const tab of this.box.querySelectorAll("[data-tab]")) tab.setAttribute("aria-pressed", String(tab.getAttribute("data-tab") === name));
  }

  /** Begin anew when another one stands there.
   * @param {string} name @param {string} id @param {string} field @param {string} title @param {string} until
   */
  #begin(name, id, field, title, until) {
    const part = /** @type {HTMLElement} */ (this.#part(name));
    if (part.dataset.id !== id) {
      part.dataset.id = id;
      show(part, "[data-told]", false);
      show(part, "form", true);
      for (const button of part.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", "false");
    }
    const hidden = part.querySelector(`form [name="${field}"]`);
    if (hidden instanceof HTMLInputElement) hidden.value = id;
    write(part, "[data-name]", title);
    one(part, "[data-until]")?.setAttribute("data-until", until);
    return part;
  }

  /** @param {Drop} drop */
  #drop(drop) {
    const part = this.#begin("drop", drop.id, "drop", drop.name, drop.open ? drop.until : "");
    const { percent, amount, cap, minimum, left, quota } = drop;
    const worth = [percent ? fill(this.words.percent, { percent }) : fill(this.words.amount, { amount: dong(amount ?? 0) })];
    if (cap) worth.push(fill(this.words.cap, { cap: dong(cap) }));
    if (minimum) worth.push(fill(this.words.minimum, { minimum: dong(minimum) }));
    write(part, "[data-worth]", worth.join(", "));
    write(part, "[data-count]", fill(this.words.left, { left, quota }));
    if (drop.open) return;
    show(part, "form", false);
    write(part, "[data-until]", this.words.over ?? "");
  }

  /** @param {Draw} draw */
  #draw(draw) {
    const part = this.#begin("draw", draw.code, "code", draw.prize, draw.open ? draw.closes_at : "");
    write(part, "[data-count]", fill(this.words.entries, { winners: draw.winners, count: number(draw.entries) }));
    const names = draw.won.map((entry) => entry.name).join(", ");
    const told = draw.seed ? (names ? fill(this.words.won, { names }) : this.words.nobody) : draw.open ? "" : this.words.waits;
    write(part, "[data-worth]", told ?? "");
    const own = part.dataset.own ? `?ve=${part.dataset.own}` : "";
    one(part, "[data-check]")?.setAttribute("href", `${this.words.draws}/${draw.code}${own}`);
    if (!draw.open) show(part, "form", false);
  }

  /** @param {Poll} poll */
  #poll(poll) {
    const part = this.#begin("poll", poll.id, "poll", poll.question, poll.open ? (poll.closes_at ?? "") : "");
    const all = poll.options.reduce((sum, option) => sum + option.votes, 0);
    write(part, "[data-count]", fill(this.words.votes, { count: number(all) }));
    part.querySelectorAll("button.option").forEach((button, place) => {
      const option = poll.options[place];
      button.toggleAttribute("hidden", !option);
      button.toggleAttribute("disabled", !poll.open);
      write(button, "[data-text]", option?.text ?? "");
      write(button, "[data-votes-of]", option ? number(option.votes) : "");
      const bar = button.querySelector("progress");
      if (bar) [bar.max, bar.value] = [Math.max(all, 1), option?.votes ?? 0];
    });
    if (!poll.open) write(part, "[data-until]", this.words.over ?? "");
  }

  #count() {
    for (const place of this.box.querySelectorAll("[data-until]")) {
      const until = Date.parse(place.getAttribute("data-until") ?? "");
      if (Number.isNaN(until)) {
        if (!place.closest("[data-game='poll'], [data-game='drop']")) place.textContent = "";
        continue;
      }
      const left = Math.max(0, Math.round((until - Date.now() - this.ahead) / 1000));
      const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      place.textContent = left ? fill(this.words.remains, { time }) : (this.words.over ?? "");
    }
  }
}

/** Send a form of the strip through the API and say what came of it.
 * @param {HTMLFormElement} form @param {string} api @param {DOMStringMap} words
 */
function playHere(form, api, words) {
  const part = /** @type {HTMLElement} */ (form.closest("[data-game]"));
  const told = one(part, "[data-told]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pressed = event.submitter;
    const id = part.dataset.id ?? "";
    const data = new FormData(form);
    const say = (/** @type {string} */ text, bad = false) => {
      if (!told || part.dataset.id !== id) return;
      told.textContent = text;
      told.classList.toggle("bad", bad);
      told.toggleAttribute("hidden", !text);
    };
    const name = form.dataset.play ?? "";
    const choice = pressed instanceof HTMLButtonElement ? Number(pressed.value) : 0;
    const guest = { name: data.get("name") || undefined, phone: data.get("phone") || undefined };
    const address = { vote: `polls/${id}/vote`, enter: `draws/${id}/entries`, keep: `drops/${id}/keep` }[name];
    const reply = await send(`${api}/${address}`, name === "vote" ? { choice } : name === "enter" ? guest : {});
    if (typeof reply === "string") return say(reply || (words.failed ?? ""), true);
    if (name === "vote") for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === pressed));
    else form.hidden = true;
    if (name === "enter") part.dataset.own = reply.ticket;
    if (name === "keep") offerVoucher(reply.code ?? "");
    say(name === "vote" ? (words.voted ?? "") : name === "enter" ? fill(words.ticket, { ticket: reply.ticket ?? "" }) : fill(words.kept, { code: reply.code ?? "" }));
  });
}

/**
 * The reply when it was taken, else the refusal's own sentence (empty when the network failed).
 * @param {string} address @param {object} body
 * @returns {Promise<{ticket?: string, code?: string} | string>}
 */
async function send(address, body) {
  try {
    const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
    const reply = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    if (reply.status === 204) return {};
    const said = await reply.json();
    return reply.ok ? said : String(said.detail ?? "");
  } catch {
    return "";
  }
}
