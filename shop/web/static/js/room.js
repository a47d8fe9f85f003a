// A live room: frames in, comments and orders out.

import { follow } from "./frames.js";
import { asksHere } from "./asks.js";
import { Captions } from "./captions.js";
import { fill, number } from "./formats.js";
import { one, show, write } from "./dom.js";
import { Games } from "./games.js";
import { FlashCard } from "./flash.js";
import { showOffers } from "./offers.js";
import { Picture } from "./picture.js";
import { Pins } from "./pins.js";
import { Reactions } from "./reactions.js";
import { orderHere } from "./sheet.js";
import { keepHere } from "./keep.js";
import { showStage, startStage } from "./stage.js";
import { speakHere, Talk } from "./talk.js";
import { showLaw } from "./law.js";
import { Turns } from "./turns.js";

/** @typedef {import("./frames.js").Frame} Frame */

/**
 * @param {HTMLElement} room
 * @param {Frame["state"]} state
 */
function showState(room, state) {
  const open = state === "on_air" || state === "away";
  for (const part of room.querySelectorAll("[data-state]")) part.toggleAttribute("hidden", part.getAttribute("data-state") !== state);
  show(room, "[data-on-air]", state === "on_air");
  show(room, "[data-watching]", open);
  show(room, "[data-pins]", open);
  show(room, "[data-say]", open);
  show(room, "[data-taps]", open);
}

/** Say how long a sender waits between two lines. @param {HTMLElement} room @param {number} count seconds */
function showPace(room, count) {
  const pace = one(room, "[data-slow]");
  if (!pace) return;
  if (count) write(room, "[data-slow]", fill(pace.dataset.slow, { count }));
  pace.toggleAttribute("hidden", !count);
}

/** @param {HTMLElement} room */
function startRoom(room) {
  const api = room.dataset.api ?? "";
  const list = one(room, "[data-talk]");
  const box = one(room, "[data-pins]");
  const template = document.querySelector("template[data-pin-template]");
  const dialog = document.querySelector("dialog[data-sheet]");
  const form = room.querySelector("form[data-say]");
  if (!list || !box || !(template instanceof HTMLTemplateElement)) return;
  const talk = new Talk(list);
  const pins = new Pins(box, template, room.dataset);
  const flash = new FlashCard(one(room, "[data-flash-box]"));
  const turns = new Turns(room, one(room, "[data-turns]"));
  if (form instanceof HTMLFormElement) speakHere(form, api, talk, room.dataset.notSent ?? "");
  const asks = one(room, "[data-wishes]");
  if (asks && form instanceof HTMLElement) asksHere(asks, form);
  if (dialog instanceof HTMLDialogElement) orderHere(dialog, room);
  keepHere(box, room.dataset);
  startStage(room);
  const strip = one(room, "[data-games]");
  const games = strip && new Games(strip, api);
  const [bar, sky] = [one(room, "[data-taps]"), one(room, "[data-sky]")];
  const taps = bar && sky && new Reactions(bar, sky, api);
  const video = room.querySelector("video");
  const picture = video && new Picture(room, video);
  const captions = new Captions(room, () => picture?.zero ?? null);
  follow(
    api,
    Number(room.dataset.seq ?? 0),
    (frame) => {
      showState(room, frame.state);
      pins.show(frame.pins);
      showOffers(room, frame);
      flash.show(frame);
      turns.show(frame);
      write(room, "[data-viewers]", number(frame.viewers));
      talk.sum(frame.comments, frame.orders, room.dataset.moreOrders);
      talk.add(frame.comments);
      talk.remove(frame.removed);
      showPace(room, frame.slow_seconds);
      showStage(room, frame);
      games?.show(frame.games ?? null, frame.server_time);
      taps?.show(frame.reactions ?? {});
      showLaw(room, frame);
      picture?.show(frame);
      captions.show(frame);
    },
    (lost) => show(room, "[data-lost]", lost),
  );
}

const room = one(document, "[data-room]");
if (room) startRoom(room);
