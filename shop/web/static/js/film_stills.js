// A still of the host's picture each ten seconds: for the hall, and for who only listens.

import { freshId } from "./dom.js";

const EVERY = 10_000; // milliseconds
const WIDE = 360;
const TALL = 640;
const MOST = 60_000; // bytes the shop takes
const QUALITIES = [0.7, 0.5, 0.3];

/** @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<Blob | null>} */
function jpeg(canvas, quality) {
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

/** A portrait still from the middle of the picture, small enough, or null. @param {HTMLVideoElement} video */
async function still(video) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDE, height: TALL });
  const pen = canvas.getContext("2d");
  if (!pen || !video.videoWidth) return null;
  const scale = Math.max(WIDE / video.videoWidth, TALL / video.videoHeight);
  const [wide, tall] = [video.videoWidth * scale, video.videoHeight * scale];
  pen.drawImage(video, (WIDE - wide) / 2, (TALL - tall) / 2, wide, tall);
  for (const quality of QUALITIES) {
    const blob = await jpeg(canvas, quality);
    if (blob && blob.size <= MOST) return blob;
  }
  return null;
}

/**
 * Send stills while `wanted` says so; one that fails is not missed.
 * @param {string} api address of the session
 * @param {HTMLVideoElement} video
 * @param {() => boolean} wanted
 */
export function sendStills(api, video, wanted) {
  let last = -Infinity;
  setInterval(async () => {
    if (!wanted() || performance.now() - last < EVERY) return;
    const body = await still(video);
    if (!body) return;
    last = performance.now();
    const headers = { "Content-Type": "image/jpeg", "Idempotency-Key": freshId() };
    await fetch(`${api}/stills`, { method: "POST", headers, body }).catch(() => undefined);
  }, 1000);
}
