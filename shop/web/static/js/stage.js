// The programme in a room: the segment on air, who hosts too, and the way to the next stall.

import { fill } from "./formats.js";
import { one, show, write } from "./dom.js";

/** @typedef {import("./frames.js").Frame} Frame */

const NAME = "room-name"; // what a guest is called, kept for the next stall
const FRESH = 60_000; // milliseconds in which a hand-over leads on by itself

/** @type {ReturnType<typeof setInterval> | undefined} */
let counting;
let stayed = "";

/** @param {HTMLElement} room @param {Frame["segment"]} segment */
function showSegment(room, segment) {
  const line = one(room, "[data-onstage]");
  if (!line) return;
  line.toggleAttribute("hidden", !segment);
  if (!segment) return;
  write(line, "[data-onstage-title]", fill(one(line, "[data-onstage-title]")?.dataset.words, { title: segment.title }));
  write(line, "[data-onstage-who]", [segment.presenter, segment.producer].filter(Boolean).join(", "));
  const next = segment.next ? fill(one(line, "[data-onstage-next]")?.dataset.words, { title: segment.next }) : "";
  write(line, "[data-onstage-next]", next);
}

/** @param {HTMLElement} room @param {string[]} names */
function showHosts(room, names) {
  const beside = one(room, "[data-with]");
  if (beside) beside.textContent = names.length ? fill(beside.dataset.with, { names: names.join(", ") }) : "";
}

function leave() {
  const name = document.querySelector("[data-say] [name=name]");
  if (name instanceof HTMLInputElement && name.type !== "hidden" && name.value) sessionStorage.setItem(NAME, name.value);
}

/**
 * Count down and go, unless the reader stays or is about to buy.
 * @param {HTMLElement} card
 * @param {NonNullable<Frame["moved_to"]>} to
 */
function count(card, to) {
  let left = to.seconds;
  const address = `${card.dataset.room}/${to.slug}`;
  const say = () => write(card, "[data-moveon-text]", fill(card.dataset.words, { title: to.title, seconds: left }));
  say();
  counting = setInterval(() => {
    if (document.querySelector("dialog[open]")) return;
    left -= 1;
    say();
    if (left > 0) return;
    clearInterval(counting);
    leave();
    location.assign(address);
  }, 1000);
}

/** @param {HTMLElement} room @param {Frame} frame */
function showMove(room, frame) {
  const card = one(room, "[data-moveon]");
  if (!card) return;
  const to = frame.moved_to;
  if (!to) {
    clearInterval(counting);
    card.dataset.shown = "";
    card.toggleAttribute("hidden", true);
    return;
  }
  const key = `${to.slug} ${to.at}`;
  if (card.dataset.shown === to.slug || card.dataset.shown === key || stayed === key) return;
  card.dataset.shown = key;
  clearInterval(counting);
  card.querySelector("[data-moveon-go]")?.setAttribute("href", `${card.dataset.room}/${to.slug}`);
  card.toggleAttribute("hidden", false);
  if (Date.parse(frame.server_time) - Date.parse(to.at) < FRESH) count(card, to);
  else write(card, "[data-moveon-text]", fill(card.dataset.offer, { title: to.title }));
}

/** Bring the room's programme up to a frame. @param {HTMLElement} room @param {Frame} frame */
export function showStage(room, frame) {
  showSegment(room, frame.segment);
  showHosts(room, frame.co_hosts ?? []);
  showMove(room, frame);
}

/** Take the name a guest had at the stall before, and listen to the card's buttons. @param {HTMLElement} room */
export function startStage(room) {
  const name = document.querySelector("[data-say] [name=name]");
  if (name instanceof HTMLInputElement && name.type !== "hidden") name.value ||= sessionStorage.getItem(NAME) ?? "";
  const card = one(room, "[data-moveon]");
  one(room, "[data-moveon-go]")?.addEventListener("click", leave);
  one(room, "[data-moveon-stay]")?.addEventListener("click", () => {
    clearInterval(counting);
    if (!card) return;
    stayed = card.dataset.shown ?? "";
    show(room, "[data-moveon]", false);
  });
}
