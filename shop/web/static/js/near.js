// Sales points, the nearest first: asks for the position only when the reader presses the button.

import { one, write } from "./dom.js";

const button = one(document, "[data-near]");
if (button && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const near = `${coords.latitude.toFixed(4)},${coords.longitude.toFixed(4)}`;
        location.search = `?near=${near}`;
      },
      () => write(document, "[data-near-say]", button.dataset.failed ?? ""),
      { maximumAge: 600_000, timeout: 10_000 },
    );
  });
}
