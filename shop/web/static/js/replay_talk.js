// What was said, shown along with the film: read in pieces ahead of it, anew where the reader jumps.

/** @typedef {{id: string, at: number, name: string, text: string, order: boolean}} Line */

const SHOWN = 40; // lines that stand at most
const AHEAD = 10; // seconds before the end of what was read at which more is read

export class Talk {
  #api;
  #list;
  #quiet;
  /** @type {Line[]} */
  #lines = [];
  #from = Infinity; // the second from which lines are known
  #until = 0; // and up to which; Infinity: that is all
  #reading = false;
  #last = -1;

  /**
   * @param {string} api
   * @param {HTMLElement} box
   */
  constructor(api, box) {
    this.#api = api;
    this.#list = box.querySelector("ul");
    this.#quiet = box.querySelector("[data-quiet]");
  }

  /** Show what had been said when the film was at this second.
   * @param {number} at
   */
  async follow(at) {
    const known = at >= this.#from && at <= this.#until;
    if (!known) await this.#read(Math.max(0, at - 30), true);
    else if (at > this.#until - AHEAD) await this.#read(this.#until, false);
    this.#show(at);
  }

  /**
   * @param {number} from
   * @param {boolean} anew
   */
  async #read(from, anew) {
    if (this.#reading || this.#until === Infinity && !anew) return;
    this.#reading = true;
    try {
      const reply = await fetch(`${this.#api}/talk?from=${from}`);
      if (!reply.ok) return;
      /** @type {{lines: Line[], next: number | null}} */
      const { lines, next } = await reply.json();
      const known = new Set(anew ? [] : this.#lines.map((line) => line.id));
      this.#lines = [...(anew ? [] : this.#lines), ...lines.filter((line) => !known.has(line.id))];
      if (anew) this.#from = from;
      this.#until = next ?? Infinity;
    } catch {
      // Without a line the film plays on alone; the next second asks again.
    } finally {
      this.#reading = false;
    }
  }

  /** @param {number} at */
  #show(at) {
    const said = this.#lines.filter((line) => line.at <= at).slice(-SHOWN);
    const mark = said.length ? this.#lines.indexOf(said[said.length - 1]) : -1;
    if (!this.#list || (mark === this.#last && this.#list.childElementCount === said.length)) return;
    this.#last = mark;
    this.#quiet?.toggleAttribute("hidden", said.length > 0);
    this.#list.replaceChildren(...said.map(written));
    const box = this.#list.parentElement;
    if (box) box.scrollTop = box.scrollHeight;
  }
}

/** @param {Line} line */
function written(line) {
  const item = document.createElement("li");
  if (line.order) item.className = "order";
  const name = document.createElement("b");
  name.textContent = line.name;
  item.append(name, " ", line.text);
  return item;
}
