// The session's stream key: the camera of this page takes one silently; for OBS one is made and shown, once.

import { freshId, one, show, write } from "./dom.js";
import { fill } from "./formats.js";

/** @typedef {{key: string, rtmp_url: string | null, stream_name: string}} StreamKey */

const HINT = 4; // last signs of a key, by which a host tells it from another
const BACK = 60_000; // milliseconds after which a page that comes back does not film by itself any more

/** What this device keeps of its own key, so that a page that was closed by accident goes on. */
export class KeptKey {
  #name;

  /** @param {string} slug */
  constructor(slug) {
    this.#name = `film ${slug}`;
  }

  /** Say to other pages of this device that the camera is here, until this page is closed or dies. */
  hold() {
    navigator.locks?.request(this.#name, () => new Promise(() => undefined)).catch(() => undefined);
  }

  /** Whether a page of this device filmed a moment ago and is gone: this one goes on in its place. */
  async orphaned() {
    const { held } = (await navigator.locks?.query()) ?? {};
    return Boolean(this.read()?.fresh) && !held?.some((lock) => lock.name === this.#name);
  }

  /** The key, and whether this page filmed a moment ago. @returns {{key: string, fresh: boolean} | null} */
  read() {
    const kept = JSON.parse(localStorage.getItem(this.#name) ?? "null");
    return kept && { key: kept.key, fresh: Date.now() - kept.at < BACK };
  }

  /** @param {string} key @param {boolean} filming */
  write(key, filming) {
    localStorage.setItem(this.#name, JSON.stringify({ key, at: filming ? Date.now() : 0 }));
  }

  forget() {
    localStorage.removeItem(this.#name);
  }
}

/** The last signs of the key in use, as a fresh copy of the desk says, or "". @param {string} here */
export async function keyInUse(here) {
  const reply = await fetch(here, { headers: { Accept: "text/html" } });
  const copy = new DOMParser().parseFromString(await reply.text(), "text/html");
  return one(copy, "[data-film]")?.dataset.hint ?? "";
}

/** Make a key; the one before is revoked by it. Rejects with the shop's words. @param {string} api @returns {Promise<StreamKey>} */
export async function makeKey(api) {
  const reply = await fetch(`${api}/stream-key`, { method: "POST", headers: { "Idempotency-Key": freshId() } });
  const body = await reply.json();
  if (!reply.ok) throw new Error(body.detail);
  return body;
}

/** @param {HTMLElement} box @param {string} name @param {string} value */
function offer(box, name, value) {
  const field = box.querySelector(`[data-key-${name}]`);
  if (field instanceof HTMLInputElement) field.value = value;
  const button = one(box, `[data-key-copy="${name}"]`);
  if (button) button.dataset.copy = value;
}

/**
 * Let the box make a key for OBS, and take the key in use back.
 * @param {HTMLElement} box
 * @param {string} api
 * @param {() => void} changed the key of this page is no longer good
 */
export function offerKey(box, api, changed) {
  /** @param {string} hint last signs of the key in use, "" for none */
  function tell(hint) {
    show(box, "[data-key-used], [data-key-revoke]", hint !== "");
    write(box, "[data-key-used]", fill(box.dataset.used, { hint }));
    changed();
  }

  one(box, "[data-key-make]")?.addEventListener("click", async () => {
    try {
      const made = await makeKey(api);
      show(box, "[data-key-shown]", made.rtmp_url !== null);
      show(box, "[data-key-no-port]", made.rtmp_url === null);
      offer(box, "address", made.rtmp_url ?? "");
      offer(box, "name", made.stream_name);
      write(box, "[data-key-problem]", "");
      tell(made.key.slice(-HINT));
    } catch (error) {
      write(box, "[data-key-problem]", error instanceof Error ? error.message : "");
    }
  });
  one(box, "[data-key-revoke]")?.addEventListener("click", async () => {
    const reply = await fetch(`${api}/stream-key`, { method: "DELETE", headers: { "Idempotency-Key": freshId() } });
    if (!reply.ok) return;
    show(box, "[data-key-shown]", false);
    tell("");
  });
}
