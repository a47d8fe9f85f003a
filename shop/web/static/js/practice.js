// Practice: the clock of a run, what waits for its host, and where its room leads.

import { one, write } from "./dom.js";

const PAUSE = 1000; // milliseconds between two looks at what waits while time runs fast
const SLOW_PAUSE = 3000;

/** Show what waits now, unless the host is typing there. @param {HTMLElement} part */
async function renew(part) {
  const jobs = one(part, "[data-jobs]");
  if (!jobs || jobs.contains(document.activeElement)) return;
  const reply = await fetch(part.dataset.here ?? "", { headers: { Accept: "text/html" } });
  if (!reply.ok) return;
  const copy = new DOMParser().parseFromString(await reply.text(), "text/html");
  const fresh = one(copy, "[data-jobs]");
  if (fresh && !jobs.contains(document.activeElement) && fresh.innerHTML !== jobs.innerHTML) jobs.replaceChildren(...fresh.childNodes);
}

/** Count down, and go to the score sheet at the end. @param {HTMLElement} part */
function run(part) {
  const end = Date.now() + 1000 * Number(part.dataset.left ?? 0);
  const clock = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    write(part, "[data-clock]", `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
    if (left > 0) return;
    clearInterval(clock);
    setTimeout(() => location.assign(part.dataset.back ?? "/"), 1000); // the server's clock may be a little behind
  }, 500);
  const pause = Number(part.dataset.speed ?? 1) > 1 ? PAUSE : SLOW_PAUSE;
  setInterval(() => renew(part).catch(() => undefined), pause);
}

const part = one(document, "[data-practice]");
if (part && part.dataset.kind === "training" && !("over" in part.dataset)) run(part);

// An order of a practice has no page: its link leads back to the room.
const banner = one(document, "[data-practice-room]");
const room = one(document, "[data-room]");
if (banner && room) room.dataset.order = `${banner.dataset.practiceRoom}?don=`;
