// What every page does once it stands: focus on what went wrong, the basket's count, one sending per form.

/** The number of pieces in the basket, from the cookie the server sets beside its own (readable, no secret). */
function cartCount() {
  const found = /(?:^|; )cart_count=(\d{1,5})/.exec(document.cookie);
  return found ? Number(found[1]) : null;
}

/** Show the count of the basket; a page from a cache was written before this reader filled theirs. */
function showCartCount() {
  const count = cartCount();
  if (count === null) return;
  for (const badge of document.querySelectorAll("[data-cart-count]")) {
    badge.textContent = String(count);
    badge.toggleAttribute("hidden", count === 0);
  }
}

/** Move the reader to the summary of errors after a refused form. */
function focusErrors() {
  const summary = document.querySelector("[data-focus]");
  if (summary instanceof HTMLElement) summary.focus();
}

/** A form that orders or cancels is sent once, even by a nervous thumb. The server would notice anyway. */
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) form.removeAttribute("data-sent");
  });
}

/** Who signs out leaves no list of pickups on the device; notes that were not sent stay. */
function clearAtSignOut() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.getAttribute("action")?.endsWith("/dang-xuat") || form.method !== "post") return;
    event.preventDefault();
    await import("./offline_store.js").then(({ dropList }) => dropList()).catch(() => undefined);
    form.submit();
  });
}

/** Filters stand open on a wide screen and folded on a phone. */
function openWide() {
  const wide = matchMedia("(min-width: 900px)").matches;
  for (const box of document.querySelectorAll("details[data-open-wide]")) box.toggleAttribute("open", wide);
}

/** The place in a console's navigation where one is, seen also where the bar is wider than the phone. */
function showPlace() {
  const here = document.querySelector("nav.side [aria-current]");
  const bar = here?.closest("nav");
  if (here instanceof HTMLElement && bar) bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
}

document.documentElement.classList.add("with-script");
focusErrors();
showCartCount();
sendOnce();
clearAtSignOut();
openWide();
showPlace();
addEventListener("pageshow", showCartCount);
