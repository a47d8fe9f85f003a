// What goes over the net of handing over without it: loading a list, sending notes, keeping the page.

import { keepOutcome, readGiven } from "./offline_store.js";

/** @typedef {import("./offline_store.js").Given} Given */

const MOST = 100;

/** Post to the API of a point: what it answers, or the word for why not. @param {string} place @param {string} what @param {unknown} body */
async function post(place, what, body) {
  const address = `/api/v1/sales-points/${encodeURIComponent(place)}/${what}`;
  const headers = { "content-type": "application/json", "accept-language": document.documentElement.lang };
  try {
    const reply = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    if (reply.ok) return { answer: await reply.json(), word: "" };
    return { answer: null, word: reply.status === 401 ? "signIn" : reply.status >= 500 ? "noNet" : "refused" };
  } catch {
    return { answer: null, word: "noNet" };
  }
}

/** A new list of the point. @param {string} place */
export function fetchList(place) {
  return post(place, "pickup-lists", {});
}

/** Send what waits, point by point; how many were taken, and the word for what stopped it. */
export async function sendGiven() {
  const waiting = (await readGiven()).filter((note) => !note.outcome);
  let taken = 0;
  for (const place of new Set(waiting.map((note) => note.place))) {
    const notes = waiting.filter((note) => note.place === place);
    for (let at = 0; at < notes.length; at += MOST) {
      const sent = await sendSome(place, notes.slice(at, at + MOST));
      if (sent.word) return { taken, word: sent.word };
      taken += sent.taken;
    }
  }
  return { taken, word: "" };
}

/** @param {string} place @param {Given[]} notes */
async function sendSome(place, notes) {
  const reports = notes.map(({ id, list, order, secret, at }) => ({ id, list, order, secret, at }));
  const { answer, word } = await post(place, "offline-hand-overs", { reports });
  if (word) return { taken: 0, word };
  let taken = 0;
  for (const item of answer.items) {
    const note = notes.find((each) => each.id === item.id);
    if (!note) continue;
    const refused = item.outcome === "refused";
    await keepOutcome({ ...note, outcome: refused ? "" : item.outcome, detail: item.detail ?? "" });
    taken += refused ? 0 : 1;
  }
  return { taken, word: "" };
}

/** Let a worker keep this page for when the net is away. @param {string} script @param {string} scope */
export async function keepPage(script, scope) {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(script, { scope });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage("keep");
}
