// The order sheet: a modal dialog (the browser traps focus and takes Esc), and the order in its second tap.

import { fill } from "./formats.js";
import { freshId, one, write } from "./dom.js";
import { showHold } from "./sheet_hold.js";
import { joined, offerOf, offerPay, offerQueue, prepareOffer, wayOf } from "./sheet_offer.js";

const MOST_TRIES = 10; // of one order whose outcome is not known yet
const REMEMBERED = "chomay-contact"; // for this tab only

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} room its data-api, data-order
 */
export function orderHere(dialog, room) {
  const form = dialog.querySelector("form");
  if (!form) return;
  remember(form);
  if (dialog.open) {
    dialog.close();
    dialog.showModal();
    one(dialog, "[data-focus]")?.focus();
  }
  room.addEventListener("click", (event) => {
    const buy = event.target instanceof Element ? event.target.closest("[data-pin-buy], [data-flash-buy]") : null;
    const card = buy?.closest("[data-pin], [data-flash-card]");
    if (!buy || !(card instanceof HTMLElement)) return;
    event.preventDefault();
    if (buy.getAttribute("aria-disabled") !== "true") openFor(dialog, form, card);
  });
  dialog.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const close = event.target.closest("[data-close]");
    if (close) event.preventDefault();
    if (close || event.target === dialog) dialog.close();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void order(dialog, form, room);
  });
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLFormElement} form
 * @param {HTMLElement} card
 */
function openFor(dialog, form, card) {
  setValue(form, "variant", card.dataset.variant ?? "");
  setValue(form, "request_key", freshId());
  write(dialog, "[data-sheet-name]", one(card, "[data-pin-name], [data-flash-name]")?.textContent ?? "");
  write(dialog, "[data-sheet-price]", one(card, "[data-pin-price], [data-flash-price]")?.textContent ?? "");
  askAge(form, card.dataset.minAge ?? "");
  prepareOffer(form, card);
  form.hidden = false;
  one(dialog, "[data-done]")?.setAttribute("hidden", "");
  complain(form, { detail: "" });
  dialog.showModal();
  if (value(form, "name") && value(form, "phone")) one(form, "button.lit")?.focus();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLFormElement} form
 * @param {HTMLElement} room
 */
async function order(dialog, form, room) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const contact = { name: value(form, "name"), phone: value(form, "phone") };
  sessionStorage.setItem(REMEMBERED, JSON.stringify(contact));
  const tick = form.elements.namedItem("age_confirmed");
  const oldEnough = tick instanceof HTMLInputElement && tick.checked ? { age_confirmed: true } : {};
  const wish = { variant: value(form, "variant"), quantity: Number(value(form, "quantity")), contact, ...oldEnough, ...offerOf(form) };
  try {
    const reply = await send(`${room.dataset.api}/${wayOf(form)}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": value(form, "request_key"),
        "Accept-Language": document.documentElement.lang,
      },
      body: JSON.stringify(wish),
    });
    const said = await reply.json();
    if (reply.status === 201 && wayOf(form) === "waiting") joined(dialog, form, room, said);
    else if (reply.status === 201) celebrate(dialog, form, room, said);
    else {
      complain(form, said);
      offerQueue(form, said);
    }
  } catch {
    complain(form, {});
  }
  delete form.dataset.busy;
}

/** Ask, and while the outcome is not known yet (202) ask again with the same key: it is placed at most once.
 * @param {string} address
 * @param {RequestInit} request
 */
async function send(address, request) {
  for (let tries = 1; ; tries += 1) {
    const reply = await fetch(address, request);
    if (reply.status !== 202 || tries === MOST_TRIES) return reply;
    const seconds = Number(reply.headers.get("Retry-After") ?? "1");
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  }
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLFormElement} form
 * @param {HTMLElement} room
 * @param {{code: string, token?: string, created_at?: string, hold_expires_at?: string | null, payment?: {page: string | null}}} placed
 */
function celebrate(dialog, form, room, placed) {
  const done = one(dialog, "[data-done]");
  if (!done) return;
  const token = placed.token ? `?token=${encodeURIComponent(placed.token)}` : "";
  one(done, "[data-done-link]")?.setAttribute("href", `${room.dataset.order}/${placed.code}${token}`);
  write(done, "[data-done-say]", fill(done.dataset.doneText, { code: placed.code }));
  showHold(done, placed);
  offerPay(done, room, placed);
  form.hidden = true;
  done.hidden = false;
  one(done, "[data-done-title]")?.focus();
}

/** Ask for the buyer's word where a product is not for everybody.
 * @param {HTMLFormElement} form
 * @param {string} age years; empty: for everybody
 */
function askAge(form, age) {
  const box = one(form, "[data-age]");
  const tick = form.elements.namedItem("age_confirmed");
  if (!box || !(tick instanceof HTMLInputElement)) return;
  box.hidden = !age;
  tick.checked = false;
  const text = one(box, "[data-age-text]");
  if (text && age) text.textContent = fill(text.dataset.text, { age });
}

/** Say what was refused, and lead to the field it is about; one that is empty or mistyped is called as the form does.
 * @param {HTMLFormElement} form
 * @param {{code?: string, detail?: string, field?: string}} said `field` as the API names it: contact.phone
 */
function complain(form, said) {
  const box = one(form, "[data-order-problem]");
  if (!box) return;
  const named = form.elements.namedItem(said.field?.split(".").at(-1) ?? "-");
  const label = named instanceof HTMLInputElement ? named.labels?.[0]?.textContent?.trim() : "";
  const sentence = said.code === "validation" && label ? fill(form.dataset.checkWord, { name: label }) : (said.detail ?? form.dataset.failed ?? "");
  write(box, "span", sentence);
  box.hidden = !sentence;
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  if (!(named instanceof HTMLInputElement)) return;
  named.setAttribute("aria-invalid", "true");
  named.focus();
}

/** @param {HTMLFormElement} form */
function remember(form) {
  try {
    const contact = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "{}");
    for (const name of ["name", "phone"]) if (!value(form, name) && contact[name]) setValue(form, name, String(contact[name]));
  } catch {
    sessionStorage.removeItem(REMEMBERED);
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function value(form, name) {
  const input = form.elements.namedItem(name);
  return input instanceof HTMLInputElement ? input.value.trim() : "";
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} text
 */
function setValue(form, name, text) {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = text;
}
