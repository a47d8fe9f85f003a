// A line the host types for who cannot hear: into the room at once, and nowhere else.

import { freshId, one, write } from "./dom.js";

const box = one(document, "[data-caption-box]");
const field = box?.querySelector("input");

/** Send what is typed; it stays in the field when it did not get through. @param {HTMLElement} box @param {HTMLInputElement} field */
async function say(box, field) {
  const text = field.value.trim();
  if (!text) return;
  const body = JSON.stringify({ client_id: freshId(), text });
  const reply = await fetch(box.dataset.captionBox ?? "", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => null);
  if (reply?.ok) field.value = "";
  const problem = reply && !reply.ok ? (await reply.json()).detail : box.dataset.failed;
  write(box, "[data-caption-told]", reply?.ok ? (box.dataset.told ?? "") : (problem ?? ""));
}

if (box && field) {
  one(box, "button")?.addEventListener("click", () => say(box, field));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) say(box, field);
  });
}
