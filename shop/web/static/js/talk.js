// What is said in a room: lines from frames, and the reader's own at once.

import { fill } from "./formats.js";
import { freshId, one } from "./dom.js";

/** @typedef {import("./frames.js").Comment} Comment */

const KEPT = 200;

export class Talk {
  /**
   * @param {HTMLElement} list
   * @param {string} ordered sentence of an order answered, with {name}
   */
  constructor(list, ordered) {
    this.list = list;
    this.ordered = ordered;
    this.box = list.parentElement ?? list; // scrolls
    this.box.scrollTop = this.box.scrollHeight;
  }

  /** Show what is new. A line of one's own that comes back replaces its echo.
   * @param {Comment[]} comments oldest first
   */
  add(comments) {
    for (const comment of comments) {
      if (this.list.querySelector(`[data-id="${CSS.escape(comment.id)}"]`)) continue;
      const echo = this.#echoOf(comment);
      const line = this.#line(comment);
      if (echo) echo.replaceWith(line);
      else this.#append(line);
    }
  }

  /** Show a line before the server has it; returns its element.
   * @param {string} name
   * @param {string} text
   */
  echo(name, text) {
    const line = this.#line({ id: `own-${freshId()}`, name, text, at: "" });
    line.classList.add("mine", "pending");
    line.dataset.text = text;
    this.#append(line);
    return line;
  }

  /** @param {Comment} comment */
  #echoOf(comment) {
    const waiting = this.list.querySelectorAll(".mine");
    return [...waiting].find((line) => line instanceof HTMLElement && line.dataset.text === comment.text);
  }

  /** @param {Comment} comment */
  #line(comment) {
    const line = document.createElement("li");
    line.dataset.id = comment.id;
    const name = document.createElement(comment.order_code || comment.host ? "b" : "span");
    name.textContent = comment.order_code ? fill(this.ordered, { name: comment.name }) : comment.name;
    if (comment.order_code) line.className = "order";
    else if (comment.host) line.className = "host";
    else name.className = "n";
    line.append(name, ` ${comment.text}`);
    return line;
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
    const fault = await send(`${api}/comments`, { text: said, client_id: freshId(), name: name.value.trim() || undefined });
    line.classList.remove("pending");
    if (fault !== null) {
      line.remove();
      text.value ||= said;
    }
    if (!problem) return;
    problem.textContent = fault || notSent;
    problem.toggleAttribute("hidden", fault === null);
  });
}

/**
 * Null when it was taken, else the refusal's own sentence (empty when the network failed).
 * @param {string} address
 * @param {object} body
 */
async function send(address, body) {
  try {
    const reply = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify(body),
    });
    if (reply.ok) return null;
    const refusal = await reply.json();
    return String(refusal.detail ?? "");
  } catch {
    return "";
  }
}
