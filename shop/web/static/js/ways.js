// The ways of delivery follow the address: the checkout's step in between is sent by itself and its parts are replaced.

import { one } from "./dom.js";

const form = document.querySelector("form.checkout");

/**
 * Send the step and put what came back in the place of what stands here.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button the button that stands for the step
 */
async function ask(form, button) {
  const data = new FormData(form, button);
  const part = one(form, "[data-delivery]");
  part?.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(button.formAction, { method: "POST", body: data });
    if (!reply.ok) return form.requestSubmit(button);
    replace(form, new DOMParser().parseFromString(await reply.text(), "text/html"));
  } catch {
    // the network is away: what stands here stays, and the button still sends the form
  } finally {
    part?.removeAttribute("aria-busy");
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {Document} written
 */
function replace(form, written) {
  const focused = document.activeElement?.id ?? "";
  for (const part of ["[data-delivery]", "[data-bill]", "[data-total]"]) {
    const fresh = written.querySelector(part);
    if (fresh) form.querySelector(part)?.replaceWith(fresh);
  }
  for (const name of ["name", "phone"]) {
    const fresh = written.querySelector(`#${name}`);
    const old = form.querySelector(`#${name}`);
    if (fresh instanceof HTMLInputElement && old instanceof HTMLInputElement) old.value = fresh.value;
  }
  document.dispatchEvent(new CustomEvent("delivery:changed"));
  if (focused) document.getElementById(focused)?.focus();
}

if (form instanceof HTMLFormElement) {
  form.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLSelectElement) || target.id !== "commune" || !target.value) return;
    const button = form.querySelector("[data-step][value=ways]");
    if (button instanceof HTMLButtonElement) void ask(form, button);
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-step]") : null;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    void ask(form, button);
  });
}
