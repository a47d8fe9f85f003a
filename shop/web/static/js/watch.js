// Be reminded in this browser: ask for leave, subscribe, tell the shop.

import { one, show, write } from "./dom.js";

/** @param {string} text base64url */
function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** @param {ArrayBuffer | null} raw */
function textOf(raw) {
  const plain = String.fromCharCode(...new Uint8Array(raw ?? new ArrayBuffer(0)));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {HTMLElement} box */
async function subscribe(box) {
  const worker = await navigator.serviceWorker.register(box.dataset.worker ?? "", { scope: box.dataset.scope ?? "/" });
  const key = bytesOf(box.dataset.key ?? "");
  const ours = await worker.pushManager.getSubscription();
  const found = ours ?? (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  return { endpoint: found.endpoint, p256dh: textOf(found.getKey("p256dh")), auth: textOf(found.getKey("auth")) };
}

/** @param {HTMLElement} box */
async function watchHere(box) {
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  const body = { subject: box.dataset.subject, slug: box.dataset.slug, push: await subscribe(box) };
  const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const reply = await fetch("/api/v1/watches", sent);
  return reply.ok ? "done" : "failed";
}

/** @param {HTMLElement} box */
function offer(box) {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return;
  box.hidden = false;
  const button = box.querySelector("button");
  button?.addEventListener("click", async () => {
    button.disabled = true;
    const end = await watchHere(box).catch(() => "failed");
    write(box, "[data-push-said]", box.dataset[end] ?? "");
    show(box, "[data-push-said]", true);
    button.disabled = end === "done";
  });
}

const box = one(document, "[data-push]");
if (box) offer(box);
