// A lucky draw, computed again in the reader's own browser from what is published.

import { one } from "./dom.js";

/** @typedef {{commitment: string, seed: string | null, winners: number, entries: {ticket: string}[], won: string[]}} Proof */

/** @param {string} hex */
function bytes(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** @param {ArrayBuffer} buffer */
function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What computing it again says: right, wrong or seedWrong. @param {Proof} proof */
export async function verdict(proof) {
  const seed = bytes(proof.seed ?? "");
  if (hex(await crypto.subtle.digest("SHA-256", seed)) !== proof.commitment) return "seedWrong";
  const key = await crypto.subtle.importKey("raw", seed, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const write = new TextEncoder();
  const numbered = await Promise.all(
    proof.entries.map(async ({ ticket }) => [hex(await crypto.subtle.sign("HMAC", key, write.encode(ticket))), ticket]),
  );
  numbered.sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
  const won = numbered.slice(0, proof.winners).map(([, ticket]) => ticket);
  return won.length === proof.won.length && won.every((ticket, place) => ticket === proof.won[place]) ? "right" : "wrong";
}

/** @param {HTMLElement} box */
async function check(box) {
  const said = one(box, "[data-said]");
  if (!said) return;
  try {
    const reply = await fetch(box.dataset.api ?? "", { headers: { Accept: "application/json" } });
    /** @type {Proof} */
    const proof = await reply.json();
    if (!proof.seed) return;
    said.textContent = box.dataset.works ?? "";
    const found = await verdict(proof);
    said.textContent = box.dataset[found] ?? "";
    box.classList.toggle("ok", found === "right");
    box.classList.toggle("bad", found !== "right");
    box.dataset.found = found;
  } catch {
    box.classList.replace("ok", "warn");
    said.textContent = box.dataset.cannot ?? "";
  }
}

const box = one(document, "[data-verdict]");
if (box && box.classList.contains("ok")) check(box);
