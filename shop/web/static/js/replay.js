// The page of a replay: chapters seek instead of loading, the one that plays is marked, the talk goes along.

import { followChoice } from "./caption_choice.js";
import { show, write } from "./dom.js";
import { Film } from "./replay_film.js";
import { Talk } from "./replay_talk.js";

/** @param {number} seconds */
function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Mark the chapters that are seen at this second.
 * @param {HTMLElement} root
 * @param {number} at
 */
function mark(root, at) {
  for (const link of root.querySelectorAll("a[data-until]")) {
    if (!(link instanceof HTMLAnchorElement)) continue;
    const plays = Number(link.dataset.seek) <= at && at < Number(link.dataset.until);
    if (plays) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/**
 * @param {HTMLElement} root
 * @param {Film} film
 */
function share(root, film) {
  const button = root.querySelector("[data-share]");
  if (!(button instanceof HTMLButtonElement) || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const at = Math.floor(film.at);
    const { share: address = "", shared = "" } = button.dataset;
    await navigator.clipboard.writeText(`${address}?t=${at}`).catch(() => undefined);
    write(root, "[data-share-said]", shared.replace("{clock}", clock(at)));
  });
}

/** @param {HTMLElement} root */
function begin(root) {
  const video = root.querySelector("video");
  const box = root.querySelector("[data-talk]");
  if (!video || !(box instanceof HTMLElement)) return;
  const { api = "", at = "0" } = root.dataset;
  const failed = () => show(root, "[data-film-failed]", true);
  const film = new Film(video, root, Number(at), failed);
  const talk = new Talk(api, box);
  followChoice(video);
  box.hidden = false;
  root.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-seek]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    film.seek(Number(link.dataset.seek));
    history.replaceState(null, "", link.href);
    video.scrollIntoView({ block: "nearest" });
  });
  video.addEventListener("timeupdate", () => {
    mark(root, film.at);
    void talk.follow(film.at);
  });
  video.addEventListener("error", failed);
  video.addEventListener("playing", () => show(root, "[data-film-failed]", false));
  share(root, film);
}

for (const root of document.querySelectorAll("[data-replay]")) if (root instanceof HTMLElement) begin(root);
