// The picture out of its page: full screen, with the browser's own controls and captions menu, or in a small window.

import { one } from "./dom.js";

/** What iPhones have instead of full screen for every element.
 * @typedef {{webkitEnterFullscreen?: () => void, webkitDisplayingFullscreen?: boolean}} OldScreen
 */

/** Whether the browser shows the picture elsewhere than in the page. @param {HTMLVideoElement} video */
export function outside(video) {
  const { webkitDisplayingFullscreen = false } = /** @type {OldScreen} */ (video);
  return webkitDisplayingFullscreen || document.fullscreenElement === video || document.pictureInPictureElement === video;
}

/** Let the buttons of the room open both, where the browser can. @param {HTMLElement} room @param {HTMLVideoElement} video */
export function offerWindows(room, video) {
  const [small, whole] = [one(room, "[data-small]"), one(room, "[data-whole]")];
  const old = /** @type {OldScreen} */ (video);
  small?.toggleAttribute("hidden", !document.pictureInPictureEnabled);
  small?.addEventListener("click", () => video.requestPictureInPicture().catch(() => undefined));
  whole?.toggleAttribute("hidden", !document.fullscreenEnabled && !old.webkitEnterFullscreen);
  whole?.addEventListener("click", () => {
    if (document.fullscreenEnabled) video.requestFullscreen().catch(() => undefined);
    else old.webkitEnterFullscreen?.();
  });
  document.addEventListener("fullscreenchange", () => {
    video.controls = document.fullscreenElement === video;
  });
}
