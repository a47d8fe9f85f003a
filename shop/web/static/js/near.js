// The nearest first: asks for the position only when the reader presses the button, and sends it rounded to a kilometre.

import { show, write } from "./dom.js";

/** Show the buttons where a position can be had at all; they also come with a new part of the page. */
function offer() {
  if ("geolocation" in navigator) show(document, "[data-near]", true);
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-near]") : null;
  if (!(button instanceof HTMLElement)) return;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const asked = new URLSearchParams(location.search);
      asked.set("near", `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
      asked.delete("cursor");
      location.search = asked.toString();
    },
    () => write(document, "[data-near-say]", button.dataset.failed ?? ""),
    { maximumAge: 600_000, timeout: 10_000 },
  );
});
document.addEventListener("htmx:afterSwap", offer);
offer();
