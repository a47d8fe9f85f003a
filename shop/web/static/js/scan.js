// The counter's camera: reads the QR code of a pickup and sends it. What goes wrong is said; the fields below remain.

/** @typedef {(video: HTMLVideoElement) => Promise<string | undefined>} Reader */

const PICKUP = /^CHOMAY:[^:]{1,40}:[0-9]{6}(:[\w-]{16})?$/;
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

/** The decoder that comes along, fetched only now. @param {string} address @returns {Promise<Reader>} */
async function broughtReader(address) {
  await new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
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
  button.addEventListener("click", () => {
    lit = !lit;
    track.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: lit }] }));
  });
}

/** @param {HTMLElement} box @param {string} word */
function tell(box, word) {
  const line = box.querySelector("[data-said]");
  if (line) line.textContent = box.dataset[word] ?? "";
}

/** Read until a pickup code is seen. @param {HTMLElement} box @param {HTMLVideoElement} video @param {Reader} read */
async function watch(box, video, read) {
  const stream = video.srcObject;
  while (stream instanceof MediaStream && stream.active) {
    const text = await read(video).catch(() => undefined);
    if (text && PICKUP.test(text)) return text;
    if (text) tell(box, "other");
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  return null;
}

/** @param {HTMLElement} box @param {HTMLVideoElement} video */
async function start(box, video) {
  if (!navigator.mediaDevices) return tell(box, "none");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    return tell(box, error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "none");
  }
  video.hidden = false;
  await video.play();
  tell(box, "look");
  const [track] = video.srcObject.getVideoTracks();
  if (track) offerTorch(track, box);
  const read = (await ownReader()) ?? (await broughtReader(box.dataset.decoder ?? ""));
  const text = await watch(box, video, read);
  for (const each of video.srcObject.getTracks()) each.stop();
  if (text) send(text);
}

/** @param {string} text */
function send(text) {
  navigator.vibrate?.(200);
  const form = document.querySelector("form[data-scanned]");
  if (!(form instanceof HTMLFormElement)) return;
  const field = form.elements.namedItem("scanned");
  if (field instanceof HTMLInputElement) field.value = text;
  form.noValidate = true;
  form.requestSubmit();
}

const box = document.querySelector("[data-scan]");
const video = box?.querySelector("video");
if (box instanceof HTMLElement && video instanceof HTMLVideoElement) {
  box.querySelector("[data-tools]")?.removeAttribute("hidden");
  box.querySelector("[data-start]")?.addEventListener("click", () => void start(box, video));
}
