// A form with a file: what is too big is said before it is sent, and one sees how far it has gone.

import { one } from "./dom.js";

/**
 * @param {HTMLFormElement} form
 * @param {string} said
 */
function complain(form, said) {
  const input = one(form, "input[type=file]");
  const words = one(form, "[data-upload-problem]");
  if (words) words.textContent = said;
  words?.parentElement?.toggleAttribute("hidden", said === "");
  input?.closest(".field")?.classList.toggle("err", said !== "");
  if (said) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
  if (said) input?.focus();
}

/**
 * What is wrong with the chosen file before it is sent; empty when nothing is.
 * @param {HTMLFormElement} form
 */
function fault(form) {
  const input = one(form, "input[type=file]");
  if (!(input instanceof HTMLInputElement)) return "";
  const size = input.files?.[0]?.size ?? 0;
  return size > Number(input.dataset.most) ? (input.dataset.tooBig ?? "") : "";
}

/**
 * Send the form and show how far it has gone; then go where the answer leads, or show what was refused.
 * @param {HTMLFormElement} form
 */
function send(form) {
  const box = one(form, "[data-upload-progress]");
  const bar = form.querySelector("progress");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.upload.addEventListener("progress", (event) => {
    if (bar && event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) location.assign(request.responseURL);
    else refuse(request.responseText, form);
  });
  request.addEventListener("error", () => form.submit()); // the browser says what is wrong with the network
  box?.toggleAttribute("hidden", false);
  request.send(new FormData(form));
}

/**
 * Show the refusal's page in the place of this one.
 * @param {string} text
 * @param {HTMLFormElement} form
 */
function refuse(text, form) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const [main, fresh] = [document.querySelector("main"), page.querySelector("main")];
  if (!main || !fresh) {
    form.submit();
    return;
  }
  document.title = page.title;
  main.replaceWith(fresh);
  one(fresh, "[data-focus]")?.focus();
  bind(fresh);
}

/** @param {ParentNode} root */
function bind(root) {
  for (const form of root.querySelectorAll("form[data-upload]")) {
    if (!(form instanceof HTMLFormElement)) continue;
    form.addEventListener("submit", (event) => {
      const again = form.dataset.sent !== undefined;
      event.preventDefault();
      if (again) return;
      const wrong = fault(form);
      complain(form, wrong);
      if (wrong) event.stopPropagation(); // it was not sent, so it may be sent again
      else send(form);
    });
  }
}

bind(document);
