// Whether this viewer wants captions: kept in the browser, for rooms and replays alike.

const OFF = "room captions off";

/** Whether captions are wanted. */
export function wanted() {
  return localStorage.getItem(OFF) === null;
}

/** @param {boolean} on */
export function want(on) {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "yes");
}

/** Show the captions of a film as its viewer wants them, and keep what is chosen in the browser's own menu.
 * @param {HTMLVideoElement} video
 */
export function followChoice(video) {
  const track = video.textTracks[0];
  if (!track) return;
  track.mode = wanted() ? "showing" : "disabled";
  video.textTracks.addEventListener("change", () => want(track.mode === "showing"));
}
