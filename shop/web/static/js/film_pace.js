// How much a host's camera sends: less at once when the network cannot keep up, more again only after a calm while.

export const RATES = [2_500_000, 1_200_000, 600_000]; // bits of picture a second, the best first
const BEHIND = 2; // seconds of sending that wait: too much
const CALM = 0.4; // seconds of sending that wait: nothing to speak of
const PATIENCE = 3; // looks in a row that must find too much
const REST = 30; // calm looks before a better rate is tried
const LONGEST_REST = 480;
const SPARE = 1.25; // how much more than the picture has to get through: sound, and what a network takes back

/** The rate of one camera. `look` is asked once a second. */
export class Pace {
  #step = 0;
  #behind = 0;
  #calm = 0;
  #rest = REST;

  /** Bits of picture a second. */
  get rate() {
    return RATES[this.#step] ?? 0;
  }

  /** Whether less than the best is sent. */
  get slowed() {
    return this.#step > 0;
  }

  /**
   * Begin with the best rate for which a measured way has room; the lowest where it has room for none.
   * @param {number} uplink bits a second
   * @returns {"enough" | "weak" | "short"}
   */
  begin(uplink) {
    const fits = RATES.findIndex((rate) => rate * SPARE <= uplink);
    this.#step = fits < 0 ? RATES.length - 1 : fits;
    this.#rest = fits === 0 ? REST : 2 * REST;
    if (fits === 0) return "enough";
    return fits < 0 ? "short" : "weak";
  }

  /**
   * Note what waits to be taken; true when the rate has changed and the camera must begin anew with it.
   * @param {number} waiting bytes
   */
  look(waiting) {
    const seconds = (waiting * 8) / this.rate;
    this.#behind = seconds > BEHIND ? this.#behind + 1 : 0;
    this.#calm = seconds < CALM ? this.#calm + 1 : 0;
    if (this.#behind >= PATIENCE) return this.#lower();
    if (this.#calm >= this.#rest && this.#step > 0) return this.#move(-1);
    return false;
  }

  /** Each fall makes the next try wait twice as long, so that a bad line is not tried for ever. */
  #lower() {
    if (this.#step === RATES.length - 1) return false;
    this.#rest = Math.min(this.#rest * 2, LONGEST_REST);
    return this.#move(1);
  }

  /** @param {1 | -1} by */
  #move(by) {
    this.#step += by;
    this.#behind = 0;
    this.#calm = 0;
    return true;
  }
}
