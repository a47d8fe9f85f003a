// The counter's camera: reads a QR code. What goes wrong is said in the box; `data-…` of the box hold the sentences.

/** @typedef {(video: HTMLVideoElement) => Promise<string | undefined>} Reader */

const PAUSE_MS = 150;

/** What newer browsers have, and the decoder we bring; neither is in the type library. @type {any} */
const here = globalThis;

/** The browser's own decoder, where it reads QR codes. @returns {Promise<Reader | null>} */
async function ownReader() {
  if (!("BarcodeDetector" in here)) return null;
  const kinds = await here.BarcodeDetector.getSupportedFormats();
  if (!kinds.includes("qr_code")) return null;
  const detector = new here.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue;
}

/** Fetch the decoder that comes along, once. @param {string} address */
async function bringReader(address) {
  if (here.jsQR) return;
  await new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

/** The decoder that comes along, fetched only now. @param {string} address @returns {Promise<Reader>} */
async function broughtReader(address) {
  await bringReader(address);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    if (!pen || !video.videoWidth) return undefined;
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    pen.drawImage(video, 0, 0);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return here.jsQR(data, width, height)?.data;
  };
}

/** Show a button for the light where the camera has one. @param {MediaStreamTrack} track @param {HTMLElement} box */
function offerTorch(track, box) {
  const button = box.querySelector("[data-torch]");
  const can = /** @type {any} */ (track.getCapabilities?.() ?? {});
  if (!(button instanceof HTMLElement) || !can.torch) return;
  let lit = false;
  button.hidden = false;
  button.onclick = () => {
    lit = !lit;
    track.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: lit }] }));
  };
}

/** @param {HTMLElement} box @param {string} word */
function tell(box, word) {
  const line = box.querySelector("[data-said]");
  if (line) line.textContent = box.dataset[word] ?? "";
}

/**
 * Read until a code of the wanted form is seen.
 * @param {HTMLElement} box @param {HTMLVideoElement} video @param {Reader} read @param {RegExp} wanted
 */
async function watch(box, video, read, wanted) {
  const stream = video.srcObject;
  while (stream instanceof MediaStream && stream.active) {
    const text = await read(video).catch(() => undefined);
    if (text && wanted.test(text)) return text;
    if (text) tell(box, "other");
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  return null;
}

/**
 * Turn the camera on, read a code of the `wanted` form, turn it off; null when there is none or it may not be used.
 * @param {HTMLElement} box @param {HTMLVideoElement} video @param {RegExp} wanted @returns {Promise<string | null>}
 */
async function readOne(box, video, wanted) {
  if (!navigator.mediaDevices) return tell(box, "none"), null;
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    tell(box, error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "none");
    return null;
  }
  video.hidden = false;
  await video.play();
  tell(box, "look");
  const [track] = video.srcObject.getVideoTracks();
  if (track) offerTorch(track, box);
  const read = (await ownReader()) ?? (await broughtReader(box.dataset.decoder ?? ""));
  const text = await watch(box, video, read, wanted);
  for (const each of video.srcObject.getTracks()) each.stop();
  video.hidden = true;
  return text;
}

/**
 * Let the box's button read codes of the `wanted` form and give each to `found`.
 * @param {RegExp} wanted @param {(text: string) => void} found
 */
export function offerCamera(wanted, found) {
  const box = document.querySelector("[data-scan]");
  const video = box?.querySelector("video");
  if (!(box instanceof HTMLElement) || !(video instanceof HTMLVideoElement)) return;
  box.querySelector("[data-tools]")?.removeAttribute("hidden");
  box.querySelector("[data-start]")?.addEventListener("click", async () => {
    const text = await readOne(box, video, wanted);
    if (!text) return;
    navigator.vibrate?.(200);
    found(text);
  });
}
