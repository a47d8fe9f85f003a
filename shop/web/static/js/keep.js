// Put what is pinned into the basket without leaving the room.

import { write } from "./dom.js";

/**
 * @param {HTMLElement} box the pins
 * @param {DOMStringMap} words sentences of the room
 */
export function keepHere(box, words) {
  box.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-pin-keep]")) return;
    event.preventDefault();
    void keep(form, words);
  });
}

/** @param {HTMLFormElement} form @param {DOMStringMap} words */
async function keep(form, words) {
  const button = form.querySelector("button");
  button?.toggleAttribute("disabled", true);
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.set(name, String(value));
  // The shop answers a kept line by sending on to the basket, which this page does not follow.
  const reply = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  write(form.closest("[data-pin]") ?? form, "[data-pin-kept]", (reply?.type === "opaqueredirect" ? words.kept : words.notKept) ?? "");
  button?.toggleAttribute("disabled", false);
}
