// What the law wants seen in a room: warnings of what is pinned, and that the authority stopped the session.

import { one, show, write } from "./dom.js";

/** @typedef {import("./frames.js").Frame} Frame */

const english = document.documentElement.lang === "en";

/** Show the warnings of a frame, and the stop if there was one. @param {HTMLElement} room @param {Frame} frame */
export function showLaw(room, frame) {
  const list = one(room, "[data-warnings]");
  const words = (frame.warnings ?? []).map((warning) => (english ? warning.en : warning.vi));
  if (list && list.dataset.said !== words.join("\n")) {
    list.dataset.said = words.join("\n");
    list.replaceChildren(...words.map(line));
    list.toggleAttribute("hidden", !words.length);
  }
  if (frame.stopped) {
    write(room, "[data-stopped-why]", frame.stopped.reason);
    write(room, "[data-stopped-paper]", frame.stopped.document_no);
  }
  show(room, "[data-stopped]", Boolean(frame.stopped));
}

/** @param {string} text */
function line(text) {
  const item = document.createElement("li");
  item.className = "note warn";
  const words = document.createElement("span");
  words.textContent = text;
  item.append(words);
  return item;
}
