// An order's page follows its order: asked anew now and then, and shown anew when its state has moved on.

const FIRST_PAUSE = 1000; // milliseconds; a confirmation usually comes within one
const LONGEST_PAUSE = 20_000;

/**
 * @param {HTMLElement} shown
 * @param {number} pause
 */
function look(shown, pause) {
  setTimeout(async () => {
    const next = Math.min(pause * 1.5, LONGEST_PAUSE);
    try {
      const reply = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (reply.redirected) return location.replace(reply.url); // what it waited for is over: it has become another page
      const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("[data-order-status]");
      if (reply.ok && fresh instanceof HTMLElement && fresh.dataset.orderStatus !== shown.dataset.orderStatus) {
        if ("load" in fresh.dataset) return location.reload();
        shown.replaceWith(fresh);
        fresh.querySelector("h1")?.setAttribute("tabindex", "-1");
        fresh.querySelector("h1")?.focus();
        if (!("final" in fresh.dataset)) look(fresh, FIRST_PAUSE);
        return;
      }
    } catch {
      // no network now: the next look may have one
    }
    look(shown, next);
  }, pause);
}

const shown = document.querySelector("[data-order-status]");
if (shown instanceof HTMLElement && !("final" in shown.dataset)) look(shown, FIRST_PAUSE);
