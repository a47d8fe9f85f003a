// The list's form: clean addresses, filters as a sheet on a phone, and a list that is as long again on the way back.

import { one } from "./dom.js";

const WIDE = matchMedia("(min-width: 900px)");
const FOCUSABLE = "button, input:not([type=hidden]), select, a[href], summary";

/** Empty fields do not stand in the address: the same list has one address.
 * @param {HTMLFormElement} form
 */
function leaveOutBlanks(form) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}

/** Words are searched when the form is sent, not also when their field is left: one request, not two of which one dies.
 * @param {HTMLFormElement} form
 */
function searchWhenSent(form) {
  one(form, "#q")?.addEventListener("change", (event) => event.stopPropagation());
}

/** The sheet: opened by its summary, closed by Escape, its button, or a tap beside it; Tab stays inside.
 * @param {HTMLDetailsElement} box
 */
function makeSheet(box) {
  const summary = one(box, "summary");
  const isSheet = () => box.open && !WIDE.matches;

  function close() {
    box.open = false;
    summary?.focus();
  }

  box.addEventListener("toggle", () => {
    document.documentElement.classList.toggle("under-sheet", isSheet());
    if (isSheet()) one(box, "[data-close]")?.focus();
  });
  box.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element) || !isSheet()) return;
    if (target.closest("[data-close]") || target === box) close();
    if (target.closest("#apply")) box.open = false;
  });
  box.addEventListener("keydown", (event) => {
    if (!isSheet()) return;
    if (event.key === "Escape") close();
    if (event.key === "Tab") stayInside(event);
  });
  WIDE.addEventListener("change", () => {
    document.documentElement.classList.remove("under-sheet");
    box.open = WIDE.matches;
  });

  /** @param {KeyboardEvent} event */
  function stayInside(event) {
    const inside = one(box, ".filters");
    const stops = [...(inside?.querySelectorAll(FOCUSABLE) ?? [])].filter((stop) => stop.checkVisibility());
    const [first] = stops;
    const last = stops.at(-1);
    if (!(first instanceof HTMLElement) || !(last instanceof HTMLElement)) return;
    const at = document.activeElement;
    if (event.shiftKey ? at === first || at === summary : at === last) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }
}

/** After "show more" the address tells how many pages stand here: who comes back finds them again. */
function rememberPages() {
  /** @type {string | undefined} */
  let grown;
  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    if (target instanceof HTMLElement && target.closest("#more")) grown = target.dataset.grown ?? "";
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (grown === undefined) return;
    const pages = Number(new URL(grown || location.href, location.href).searchParams.get("pages") ?? "0");
    if (grown) history.replaceState(history.state, "", grown);
    const next = one(document, "#more [hx-get]");
    if (next && pages > 1 && pages < 10) next.dataset.grown = withPages(grown, pages + 1);
    grown = undefined;
  });
}

/**
 * @param {string} address
 * @param {number} pages
 */
function withPages(address, pages) {
  const url = new URL(address, location.href);
  url.searchParams.set("pages", String(pages));
  return url.pathname + url.search;
}

const form = document.querySelector("form[data-filters]");
if (form instanceof HTMLFormElement) {
  leaveOutBlanks(form);
  searchWhenSent(form);
}
const box = document.querySelector("details.filter-box");
if (box instanceof HTMLDetailsElement) makeSheet(box);
rememberPages();
