// While the camera runs the desk may not be left: its forms are sent from where they stand, its links open beside it.

const KEPT = "[data-film]"; // what goes on through it all

/** @param {Element} element */
const holds = (element) => element.matches(KEPT) || element.querySelector(KEPT) !== null;

/**
 * Bring `old` up to `fresh`, all but the kept element, which neither moves nor changes.
 * @param {Element} old
 * @param {Element} fresh
 */
export function renewAround(old, fresh) {
  const [kept, match] = [[...old.children].find(holds), [...fresh.children].find(holds)];
  if (!kept || !match) return old.replaceChildren(...fresh.childNodes);
  if (!kept.matches(KEPT)) renewAround(kept, match);
  const nodes = [...fresh.childNodes];
  const at = nodes.indexOf(match);
  while (kept.previousSibling) kept.previousSibling.remove();
  while (kept.nextSibling) kept.nextSibling.remove();
  kept.before(...nodes.slice(0, at));
  kept.after(...nodes.slice(at + 1));
}

/** By what a form is known on a fresh copy of the desk: its buttons, and what it carries unseen. @param {HTMLFormElement} form */
const sign = (form) => [...form.querySelectorAll("button[name], input[type=hidden]:not([name=csrf], [name=request_key])")]
  .map((part) => `${part.getAttribute("name")}=${part.getAttribute("value")}`).join("&");

/**
 * What a refused form held stands in it again, to be mended there.
 * @param {HTMLElement} desk
 * @param {HTMLFormElement} form as it was sent
 */
function typeAgain(desk, form) {
  const twin = [...desk.querySelectorAll("form")].find((one) => sign(one) === sign(form));
  twin?.closest("details")?.setAttribute("open", "");
  for (const old of twin ? form.querySelectorAll("input:not([type=hidden]), select, textarea") : []) {
    const field = twin?.elements.namedItem(old.getAttribute("name") ?? "");
    if (field instanceof HTMLInputElement && old instanceof HTMLInputElement) [field.value, field.checked] = [old.value, old.checked];
    else if ((field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) && "value" in old) field.value = String(old.value);
  }
}

/**
 * Send a form and show what the desk is afterwards.
 * @param {HTMLElement} desk
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
async function send(desk, form, button) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) if (typeof value === "string") body.append(name, value);
  const reply = await fetch(form.getAttribute("action") ?? "", { method: "POST", body, headers: { Accept: "text/html" } });
  const copy = new DOMParser().parseFromString(await reply.text(), "text/html");
  const fresh = copy.querySelector("[data-studio]");
  if (!(fresh instanceof HTMLElement) || !fresh.querySelector(KEPT)) return location.assign(reply.url);
  const [top, open] = [scrollY, [...desk.querySelectorAll("details[open][data-new]")].map((box) => box.getAttribute("data-new"))];
  Object.assign(desk.dataset, { ...fresh.dataset });
  renewAround(desk, fresh);
  for (const name of open) desk.querySelector(`details[data-new="${name}"]`)?.setAttribute("open", "");
  scrollTo(0, top);
  const wrong = desk.querySelector("[data-focus]");
  if (wrong instanceof HTMLElement) {
    typeAgain(desk, form);
    wrong.focus();
  }
  desk.dispatchEvent(new Event("renewed"));
}

/**
 * Keep the desk while `filming` says so.
 * @param {HTMLElement} desk
 * @param {() => boolean} filming
 * @param {() => void} failed when a form did not get through
 */
export function stayHere(desk, filming, failed) {
  desk.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !filming() || !(form instanceof HTMLFormElement) || form.getAttribute("method") !== "post") return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    send(desk, form, event.submitter)
      .catch(failed)
      .finally(() => {
        form.removeAttribute("data-busy");
        form.removeAttribute("data-sent");
      });
  });
  desk.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || !filming() || link.getAttribute("href")?.startsWith("#")) return;
    link.target = "_blank";
    link.rel = "noopener";
  });
  addEventListener("beforeunload", (event) => {
    if (filming()) event.preventDefault();
  });
}
