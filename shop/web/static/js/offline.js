// The page that hands pickups over while the net is away: by the list on this device, noted here, sent later.

import { offerCamera } from "./camera.js";
import { freshId, one, show, write } from "./dom.js";
import { dong, fill } from "./formats.js";
import { fetchList, keepPage, sendGiven } from "./offline_net.js";
import { dropList, keepList, noteGiven, readGiven, readList } from "./offline_store.js";

/** @typedef {import("./offline_store.js").Pickup} Pickup */

const PICKUP = /^CHOMAY:(?<code>[^:]{1,40}):[0-9]{6}(?::(?<secret>[\w-]{16}))?$/;
const AGAIN = 5000; // milliseconds between two tries of what waits
const box = one(document, "[data-offline]");

/** What was read and may be given. @type {{ order: Pickup, secret: string } | null} */
let chosen = null;
let sending = false;

/** A sentence of the page, its blanks filled. @param {string} word @param {Record<string, string>} [facts] */
function say(word, facts = {}) {
  return fill(box?.dataset[`say${word[0]?.toUpperCase()}${word.slice(1)}`], facts);
}

/** @param {string} sentence */
function tell(sentence) {
  write(document, "[data-told]", sentence);
  show(document, "[data-told]", sentence !== "");
}

/** @param {string} selector @param {string[]} lines */
function writeList(selector, lines) {
  const rows = lines.map((line) => Object.assign(document.createElement("li"), { textContent: line }));
  one(document, selector)?.replaceChildren(...rows);
}

/** @param {string} moment */
function clock(moment) {
  const how = /** @type {const} */ ({ dateStyle: "short", timeStyle: "short", timeZone: "Asia/Ho_Chi_Minh" });
  return new Intl.DateTimeFormat(document.documentElement.lang, how).format(new Date(moment));
}

async function draw() {
  const list = await readList();
  const facts = list && { place: list.place_name, count: `${list.orders.length}`, made: clock(list.made_at) };
  write(document, "[data-list]", list ? say("listOf", { ...facts, until: clock(list.valid_until) }) : say("noList"));
  const notes = await readGiven();
  const waiting = notes.filter((note) => !note.outcome);
  write(document, "[data-waiting]", String(waiting.length));
  const lines = waiting.map((note) => `${note.order}, ${clock(note.at)}${note.detail ? `: ${note.detail}` : ""}`);
  writeList("[data-waiting-list]", lines.length ? lines : [say("noneWaiting")]);
  const told = notes.filter((note) => note.outcome);
  writeList("[data-results-list]", told.map((note) => `${note.order}: ${say(outcomeWord(note.outcome))}`));
  show(document, "[data-results]", told.length > 0);
}

/** @param {string} outcome */
function outcomeWord(outcome) {
  return outcome.split("_").reduce((word, part) => word + (part[0]?.toUpperCase() ?? "") + part.slice(1), "outcome");
}

/** @param {string} salt @param {string} secret */
async function hashOf(salt, secret) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${salt}:${secret}`));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Why the order that was read is not given, or the order. @param {string} code @param {string} secret */
async function check(code, secret) {
  const list = await readList();
  if (!list) return { word: "noList" };
  if ((await readGiven()).some((note) => note.order === code)) return { word: "givenBefore" };
  const order = list.orders.find((each) => each.code === code);
  if (!order) return { word: "notListed" };
  if (!secret) return { word: "oldCode" };
  if ((await hashOf(list.salt, secret)) !== order.hash) return { word: "forged" };
  return order.packed ? { order } : { word: "notPacked" };
}

/** @param {string} text */
async function read(text) {
  const { code = "", secret = "" } = PICKUP.exec(text)?.groups ?? {};
  const { order, word } = await check(code, secret);
  chosen = order ? { order, secret } : null;
  show(document, "[data-order]", chosen !== null);
  tell(word ? say(word, { code }) : "");
  if (!order) return;
  write(document, "[data-code]", order.code);
  write(document, "[data-total]", order.total ? dong(order.total) : say("paid"));
  write(document, "[data-buyer]", say("buyer", { name: order.name, digits: order.phone_end }));
  write(document, "[data-give]", order.total ? say("give", { sum: dong(order.total) }) : say("givePaid"));
  writeList("[data-lines]", order.lines);
}

async function give() {
  const list = await readList();
  if (!chosen || !list) return;
  const { order, secret } = chosen;
  chosen = null;
  show(document, "[data-order]", false);
  const note = { order: order.code, id: freshId(), list: list.id, place: list.place, secret };
  const noted = await noteGiven({ ...note, at: new Date().toISOString(), outcome: "", detail: "" });
  tell(say(noted ? "given" : "givenBefore", { code: order.code }));
  await draw();
  if (navigator.onLine) await send(false);
}

/** Send what waits; `asked`: somebody pressed the button and wants to hear. @param {boolean} asked */
async function send(asked) {
  if (sending) return;
  sending = true;
  const { taken, word } = await sendGiven().finally(() => (sending = false));
  if (taken || word || asked) await draw();
  if (word && (asked || word !== "noNet")) tell(say(word));
  else if (!word && (taken || asked)) tell(taken ? say("sent", { count: String(taken) }) : say("noneWaiting"));
}

async function load() {
  const place = new URLSearchParams(location.search).get("place") || (await readList())?.place;
  if (!place) return tell(say("noPlace"));
  const { answer, word } = await fetchList(place);
  if (answer) await keepList(answer);
  tell(say(word || "loaded"));
  await draw();
}

async function clear() {
  await dropList();
  chosen = null;
  show(document, "[data-order]", false);
  tell(say("cleared"));
  await draw();
}

/** @param {string} selector @param {() => Promise<void>} act */
function press(selector, act) {
  one(document, selector)?.addEventListener("click", () => void act());
}

async function begin() {
  if (!box) return;
  box.hidden = false;
  try {
    await draw();
  } catch {
    return tell(say("noStore"));
  }
  offerCamera(PICKUP, (text) => void read(text));
  press("[data-give]", give);
  press("[data-load]", load);
  press("[data-clear]", clear);
  press("[data-send]", () => send(true));
  addEventListener("online", () => void send(false));
  setInterval(() => navigator.onLine && void send(false), AGAIN); // the net may come back without a word, or only half
  document.addEventListener("visibilitychange", () => void draw());
  await keepPage(box.dataset.worker ?? "", box.dataset.scope ?? "").catch(() => undefined);
  if (navigator.onLine) await send(false);
}

void begin();
