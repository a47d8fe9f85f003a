// What came of one's own comments, under the talk: answers in one tap, without leaving the room.

import { one } from "./dom.js";

const SHOWN = 1; // the newest; the page of their own has more
const SOON = 1500; // milliseconds until what is being placed is looked at again
const LOOKS = 8;

/**
 * @param {HTMLElement} box its data-wishes: the address of the page that tells
 * @param {HTMLElement} form says "taken" with each comment the server has taken
 */
export function asksHere(box, form) {
  form.addEventListener("taken", (event) => {
    if (event instanceof CustomEvent && event.detail?.wish) void renew(box, LOOKS);
  });
  box.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || !(event instanceof SubmitEvent)) return;
    event.preventDefault();
    void answer(box, event.target, event.submitter);
  });
}

/**
 * @param {HTMLElement} box
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
async function answer(box, form, button) {
  if (box.dataset.busy) return;
  box.dataset.busy = "yes";
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) if (typeof value === "string") body.append(name, value);
  try {
    await take(box, await fetch(form.action, { method: "POST", body }));
    one(box, "[data-wish-said]")?.focus();
  } catch {
    form.submit(); // as without a script
  }
  delete box.dataset.busy;
}

/** Look what stands now, and again while something is being placed.
 * @param {HTMLElement} box
 * @param {number} looks
 */
async function renew(box, looks) {
  try {
    await take(box, await fetch(box.dataset.wishes ?? ""));
  } catch {
    return; // the next comment asks again
  }
  if (looks > 1 && box.querySelector("[data-pending]")) setTimeout(() => void renew(box, looks - 1), SOON);
}

/** Put the newest of an answered page here.
 * @param {HTMLElement} box
 * @param {Response} reply
 */
async function take(box, reply) {
  const copy = new DOMParser().parseFromString(await reply.text(), "text/html");
  const list = one(copy, "[data-wishes-list]");
  if (!list) throw new Error("no list");
  while (list.children.length > SHOWN) list.firstElementChild?.remove();
  const problem = copy.querySelector("#errors p");
  if (problem instanceof HTMLElement) {
    const line = document.createElement("li");
    line.className = "note bad";
    line.setAttribute("role", "alert");
    line.textContent = problem.textContent;
    list.prepend(line);
  }
  box.replaceChildren(list);
  box.scrollTop = box.scrollHeight;
  box.scrollIntoView({ block: "nearest" });
}
