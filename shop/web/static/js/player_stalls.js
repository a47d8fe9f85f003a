// Whether a picture that should run stands still: told within two seconds, and when it runs again.

const EVERY = 250; // milliseconds between two looks
const STILL = 1250; // milliseconds without a step: it stands

/**
 * Call `tell` when the picture begins to stand still, and when it goes on. While it is paused nothing is told.
 * @param {HTMLVideoElement} video
 * @param {(stalled: boolean) => void} tell
 */
export function watchStalls(video, tell) {
  let [at, moved, stalled] = [video.currentTime, performance.now(), false];
  setInterval(() => {
    if (video.currentTime !== at || (video.paused && video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA)) moved = performance.now();
    at = video.currentTime;
    const stands = performance.now() - moved > STILL;
    if (stands !== stalled) tell((stalled = stands));
  }, EVERY);
}
