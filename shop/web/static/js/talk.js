// What is said in a room: lines from frames, and the reader's own at once.

import { freshId, one } from "./dom.js";
import { fill } from "./formats.js";

/** @typedef {import("./frames.js").Comment} Comment */

const KEPT = 200;
/** @type {Record<string, string>} the platforms' own names */
const PLATFORMS = { facebook: "Facebook", youtube: "YouTube", tiktok: "TikTok" };

export class Talk {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
    this.box = list.parentElement ?? list; // scrolls
    this.box.scrollTop = this.box.scrollHeight;
    /** @type {number | undefined} how many orders the room has said that stand */
    this.orders = undefined;
    /** @type {Set<string>} lines about orders that a reply brought before their frame */
    this.ahead = new Set();
  }

  /** Say how many orders stand beside those whose lines came: a crowd orders at once.
   * @param {Comment[]} comments those of the frame, before they are added
   * @param {number | undefined} orders all there were
   * @param {string | undefined} words
   */
  sum(comments, orders, words) {
    if (orders === undefined) return;
    const told = comments.filter(({ id, order }) => order && (this.ahead.delete(id) || !this.#known(id))).length;
    const more = this.orders === undefined ? 0 : orders - this.orders - told;
    this.orders = orders;
    if (more > 0) this.#append(this.#line({ id: `sum-${freshId()}`, name: "", text: fill(words, { count: more }), at: "", order: true }));
  }

  /** Show what is new. A line of one's own that comes back is its echo: it stays as its sender wrote it.
   * @param {Comment[]} comments oldest first
   */
  add(comments) {
    for (const comment of comments) {
      if (this.#known(comment.id)) continue;
      const echo = this.#echoOf(comment);
      if (echo instanceof HTMLElement) this.settle(echo, comment);
      else this.#append(this.#line(comment));
    }
  }

  /** Show a line about an order that its reply brought, unless its frame was here first.
   * @param {Comment} comment
   */
  addOwn(comment) {
    if (this.#known(comment.id)) return;
    this.ahead.add(comment.id);
    this.add([comment]);
  }

  /** Take down what the room shows no more.
   * @param {string[]} ids
   */
  remove(ids) {
    for (const id of ids) this.#known(id)?.remove();
  }

  /** The server has the line: it takes its id, and a copy that a frame brought before the reply goes.
   * @param {HTMLElement} echo
   * @param {{id: string, name?: string}} comment
   */
  settle(echo, { id, name }) {
    const copy = this.#known(id);
    if (copy && copy !== echo) copy.remove();
    echo.dataset.id = id;
    echo.classList.remove("pending");
    if (name) echo.firstElementChild?.replaceChildren(name);
  }

  /** @param {string} id */
  #known(id) {
    return this.list.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  /** Show a line before the server has it; returns its element.
   * @param {string} name
   * @param {string} text
   */
  echo(name, text) {
    const line = this.#line({ id: `own-${freshId()}`, name, text, at: "" });
    line.classList.add("mine", "pending");
    line.dataset.text = bare(text);
    this.#append(line);
    return line;
  }

  /** @param {Comment} comment */
  #echoOf(comment) {
    const waiting = this.list.querySelectorAll(".pending");
    return [...waiting].find((line) => line instanceof HTMLElement && line.dataset.text === bare(comment.text));
  }

  /** @param {Comment} comment */
  #line(comment) {
    const line = document.createElement("li");
    line.dataset.id = comment.id;
    const name = document.createElement(comment.order || comment.host ? "b" : "span");
    name.textContent = comment.name;
    if (comment.order) line.className = "order";
    else if (comment.host) line.className = "host";
    else name.className = "n";
    line.append(name);
    if (comment.origin) line.append(" ", this.#origin(comment.origin));
    line.append(` ${comment.text}`);
    return line;
  }

  /** Where it was said, when that was not here. @param {string} origin */
  #origin(origin) {
    const tag = document.createElement("span");
    tag.className = "tag from";
    tag.textContent = PLATFORMS[origin] ?? this.list.dataset.other ?? "";
    return tag;
  }

  /** @param {HTMLElement} line */
  #append(line) {
    const atEnd = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 60;
    this.list.querySelector("[data-quiet]")?.remove();
    this.list.append(line);
    while (this.list.children.length > KEPT) this.list.firstElementChild?.remove();
    if (atEnd) this.box.scrollTop = this.box.scrollHeight;
  }
}

/**
 * Send the form's line through the API, its echo shown at once.
 * @param {HTMLFormElement} form
 * @param {string} api
 * @param {Talk} talk
 * @param {string} notSent
 */
export function speakHere(form, api, talk, notSent) {
  const problem = one(form, "[data-say-problem]");
  const text = form.elements.namedItem("text");
  const name = form.elements.namedItem("name");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(text instanceof HTMLInputElement) || !(name instanceof HTMLInputElement) || !text.value.trim()) return;
    const said = text.value.trim();
    const line = talk.echo(name.value.trim() || "…", said);
    text.value = "";
    const reply = await send(`${api}/comments`, { text: said, client_id: freshId(), name: name.value.trim() || undefined });
    const taken = typeof reply !== "string";
    if (taken) {
      talk.settle(line, reply);
      if (reply.wish?.line) talk.addOwn(reply.wish.line);
      form.dispatchEvent(new CustomEvent("taken", { detail: reply }));
    } else {
      line.remove();
      text.value ||= said;
    }
    if (!problem) return;
    const claimed = taken && (reply.claims ?? []).length > 0;
    const told = claimed ? problem.dataset.claimed : taken ? "" : reply || notSent;
    problem.textContent = told ?? "";
    problem.toggleAttribute("hidden", !told);
  });
}

/** What is left of a line when digits and their masks are taken out: one's own line and what others see of it agree.
 * @param {string} text
 */
function bare(text) {
  return text.normalize("NFC").replace(/[\d\s•.+-]+/g, "");
}

/**
 * The comment when it was taken, else the refusal's own sentence (empty when the network failed).
 * @param {string} address
 * @param {object} body
 * @returns {Promise<{id: string, name: string, claims?: string[], wish?: {line: Comment | null} | null} | string>}
 */
async function send(address, body) {
  try {
    const reply = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify(body),
    });
    const said = await reply.json();
    return reply.ok ? said : String(said.detail ?? "");
  } catch {
    return "";
  }
}
