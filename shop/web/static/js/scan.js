// The counter's scan page: sends the pickup code the camera has read. The fields below remain for typing.

import { offerCamera } from "./camera.js";

const PICKUP = /^CHOMAY:[^:]{1,40}:[0-9]{6}(:[\w-]{16})?$/;

/** @param {string} text */
function send(text) {
  const form = document.querySelector("form[data-scanned]");
  if (!(form instanceof HTMLFormElement)) return;
  const field = form.elements.namedItem("scanned");
  if (field instanceof HTMLInputElement) field.value = text;
  form.noValidate = true;
  form.requestSubmit();
}

offerCamera(PICKUP, send);
