// The prompter: words that scroll by themselves, and change with the segment on air.

import { follow } from "./frames.js";
import { one, show } from "./dom.js";

/** @param {HTMLElement} root */
function startScroll(root) {
  const button = one(root, "[data-run-button]");
  const speed = root.querySelector("[data-speed]");
  const size = root.querySelector("[data-size]");
  if (!button || !(speed instanceof HTMLInputElement) || !(size instanceof HTMLInputElement)) return;
  let running = false;
  let before = 0;
  let rest = 0;

  /** @param {number} now milliseconds */
  function step(now) {
    if (!running) return;
    rest += ((now - before) / 1000) * Number(speed instanceof HTMLInputElement ? speed.value : 0);
    before = now;
    const whole = Math.floor(rest);
    rest -= whole;
    if (whole) scrollBy(0, whole);
    requestAnimationFrame(step);
  }

  function toggle() {
    running = !running;
    if (!button) return;
    button.textContent = (running ? root.dataset.stop : root.dataset.run) ?? "";
    button.setAttribute("aria-pressed", String(running));
    before = performance.now();
    if (running) requestAnimationFrame(step);
  }

  const resize = () => root.style.setProperty("--words", size.value);
  button.addEventListener("click", toggle);
  size.addEventListener("input", resize);
  addEventListener("keydown", (event) => {
    const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement;
    if (event.key === " " && !(event.target instanceof HTMLAnchorElement)) {
      event.preventDefault();
      toggle();
      return;
    }
    if (inField || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    speed.value = String(Number(speed.value) + (event.key === "ArrowUp" ? 10 : -10));
  });
  addEventListener("keyup", (event) => {
    if (event.key === " " && event.target === button) event.preventDefault(); // the key has done its work
  });
}

/** Fetch the words anew, and begin at their top. @param {HTMLElement} root */
async function renew(root) {
  const reply = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!reply.ok) return;
  const copy = new DOMParser().parseFromString(await reply.text(), "text/html");
  const fresh = one(copy, "[data-words]");
  const old = one(root, "[data-words]");
  if (!fresh || !old || fresh.innerHTML === old.innerHTML) return;
  const moved = fresh.querySelector("h2")?.textContent !== old.querySelector("h2")?.textContent;
  old.replaceChildren(...fresh.childNodes);
  show(root, "[data-with-script]", true);
  if (moved) scrollTo(0, 0);
}

const root = one(document, "[data-prompter]");
if (root) {
  show(root, "[data-with-script], [data-run-button]", true);
  startScroll(root);
  let seen = Number(root.dataset.seq ?? 0);
  follow(
    root.dataset.api ?? "",
    seen,
    (frame) => {
      if (frame.seq > seen) renew(root).catch(() => undefined);
      seen = frame.seq;
    },
    () => undefined,
  );
}
