// Stripe's own field for cards on the page of an order: Stripe's script comes from Stripe alone, and only where it is
// needed. The card's number never touches our servers; that the order is paid the page learns from order.js.

const SCRIPT = "https://js.stripe.com/v3/";

/**
 * @typedef {{ code?: string, decline_code?: string }} Refusal
 * @typedef {{ mount: (where: HTMLElement) => void, on: (what: string, then: () => void) => void }} Field
 * @typedef {{ create: (kind: "payment") => Field }} Elements
 * @typedef {{
 *   elements: (options: { clientSecret: string, locale: string }) => Elements,
 *   confirmPayment: (options: object) => Promise<{ error?: Refusal }>,
 * }} Stripe
 */

/** @returns {Promise<(key: string) => Stripe>} */
function load() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.addEventListener("load", () => resolve(/** @type {any} */ (window).Stripe));
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

/**
 * Say why it did not work, in words the page brought along.
 * @param {HTMLElement} form
 * @param {string[]} codes
 */
export function sayRefusal(form, codes) {
  const words = [...codes, "other"].map((code) => form.querySelector(`[data-card-word="${CSS.escape(code)}"]`));
  const said = form.querySelector("[data-card-said]");
  if (!(said instanceof HTMLElement)) return;
  said.textContent = words.find((word) => word !== null)?.textContent ?? "";
  said.hidden = false;
}

/** @param {HTMLFormElement} form */
async function open(form) {
  const { key = "", secret = "" } = form.dataset;
  const button = form.querySelector("[data-card-pay]");
  const field = form.querySelector("[data-card-field]");
  const under = form.querySelector("[data-card-under-way]");
  if (!(button instanceof HTMLButtonElement) || !(field instanceof HTMLElement) || !(under instanceof HTMLElement)) return;
  form.addEventListener("submit", (event) => event.preventDefault());
  try {
    const stripe = (await load())(key);
    const elements = stripe.elements({ clientSecret: secret, locale: document.documentElement.lang || "vi" });
    const payment = elements.create("payment");
    payment.on("ready", () => {
      form.querySelector("[data-card-opening]")?.remove();
      button.disabled = false;
    });
    payment.mount(field);
    form.addEventListener("submit", async () => {
      button.disabled = true;
      const confirmParams = { return_url: location.href };
      const { error } = await stripe.confirmPayment({ elements, confirmParams, redirect: "if_required" });
      button.disabled = error === undefined;
      under.hidden = error !== undefined;
      if (error) sayRefusal(form, [error.decline_code ?? "", error.code ?? ""]);
    });
  } catch {
    form.querySelector("[data-card-opening]")?.remove();
    button.hidden = true;
    sayRefusal(form, ["away"]);
  }
}

for (const form of document.querySelectorAll("[data-card]")) if (form instanceof HTMLFormElement) void open(form);
