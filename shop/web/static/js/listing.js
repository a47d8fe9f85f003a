// A listing's staged form: saved while one writes, pictures sent as soon as they are chosen, with their progress.

import { one } from "./dom.js";

const PAUSE = 1500; // milliseconds without a key until the draft is saved
const AGAIN = 10_000; // until a saving that found no connection is tried again

/** @typedef {{saved: boolean, said: string, version: number, moved: boolean, errors: {field: string, message: string}[]}} Saved */

class Draft {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.dirty = false;
    this.stuck = false; // somebody else saved: a person must look first
    this.timer = 0;
    /** @type {Promise<void> | null} */
    this.running = null;
  }

  /** Something was typed. */
  touch() {
    this.dirty = true;
    this.plan(PAUSE);
  }

  /** @param {number} pause */
  plan(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** Save what is typed, after what is being saved. */
  async save() {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (!this.dirty || this.stuck) return;
    this.dirty = false;
    this.running = this.send().finally(() => (this.running = null));
    await this.running;
  }

  async send() {
    const { autosave = "", saving = "", failed = "", signIn = "" } = this.form.dataset;
    this.say(saving);
    try {
      const body = new FormData(this.form);
      body.delete("picture");
      const reply = await fetch(autosave, { method: "POST", body, headers: { accept: "application/json" } });
      if (reply.ok) return this.settle(await reply.json());
      this.dirty = true;
      if (reply.status === 401) return this.say(signIn);
      const problem = await reply.json();
      this.say(problem.detail ?? failed);
      if (reply.status >= 500 || reply.status === 429) this.plan(AGAIN);
    } catch {
      this.dirty = true;
      this.say(failed);
      this.plan(AGAIN);
    }
  }

  /** @param {Saved} answer */
  settle(answer) {
    this.setVersion(String(answer.version));
    this.stuck = answer.moved;
    this.mark(answer.errors);
    this.say(answer.said);
    if (this.dirty && !this.stuck) this.plan(PAUSE);
  }

  /** @param {string} version */
  setVersion(version) {
    const field = this.form.elements.namedItem("version");
    if (field instanceof HTMLInputElement) field.value = version;
  }

  /** @param {Saved["errors"]} errors */
  mark(errors) {
    for (const field of this.form.querySelectorAll(".field.err[data-marked]")) {
      field.classList.remove("err");
      field.removeAttribute("data-marked");
      one(field, ".errmsg[data-marked]")?.remove();
      one(field, "[aria-invalid]")?.removeAttribute("aria-invalid");
    }
    for (const { field, message } of errors) {
      const input = this.form.querySelector(`#${CSS.escape(field)}`);
      const box = input?.closest(".field:not(.err)");
      if (!input || !box) continue;
      const text = document.createElement("p");
      text.className = "errmsg";
      text.dataset.marked = "";
      text.textContent = message;
      input.before(text);
      input.setAttribute("aria-invalid", "true");
      box.classList.add("err");
      box.setAttribute("data-marked", "");
    }
  }

  /** @param {string} text */
  say(text) {
    const status = one(this.form, "[data-status]");
    if (status && status.textContent !== text) status.textContent = text;
  }

  /** Send the picture that was chosen with all that is typed; the page that comes back has it. */
  async upload() {
    await this.save();
    if (this.stuck) return;
    const bar = this.form.querySelector("#upload-progress");
    const body = new FormData(this.form);
    body.set("act", "picture");
    this.dirty = false; // what is typed goes along
    this.say(this.form.dataset.sending ?? "");
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("accept", "text/html");
    request.responseType = "document";
    request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
      if (!(bar instanceof HTMLProgressElement)) return;
      bar.hidden = false;
      if (lengthComputable) bar.value = (100 * loaded) / total;
    });
    this.running = new Promise((done) => request.addEventListener("loadend", () => done()));
    request.send(body);
    await this.running;
    this.running = null;
    if (bar instanceof HTMLProgressElement) bar.hidden = true;
    if (request.response instanceof Document) this.show(request.response);
    else this.touch();
  }

  /** Put the pictures of the page that came back in place of ours.
   * @param {Document} page
   */
  show(page) {
    const there = page.querySelector("#pictures");
    const version = page.querySelector("#content [name=version]");
    const told = page.querySelector("#errors li a, #errors p.b") ?? (there ? null : page.querySelector("main p"));
    if (!there || told) {
      this.dirty = true;
      const message = told?.textContent || (this.form.dataset.failed ?? "");
      this.say(message);
      this.mark([{ field: "picture", message }]);
      const input = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("picture"));
      input.value = ""; // what was refused must not go along with the next button
      return input.focus();
    }
    one(document, "#pictures")?.replaceWith(document.importNode(there, true));
    if (version instanceof HTMLInputElement) this.setVersion(version.value);
    this.mark([]);
    this.say(page.querySelector("#noi-dung [role=status]")?.textContent?.trim() ?? "");
    const alt = [...document.querySelectorAll("#pictures .shot input[lang=vi]")].at(-1);
    if (alt instanceof HTMLElement) alt.focus();
    if (this.dirty) this.plan(PAUSE);
  }
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const draft = new Draft(form);
  form.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement && target.type === "file")) draft.touch();
  });
  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "file" && target.files?.length) draft.upload();
  });
  document.addEventListener("submit", (event) => wait(event, draft), { capture: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") draft.save();
  });
  addEventListener("beforeunload", (event) => {
    if (draft.dirty) event.preventDefault();
  });
}

/** A form is sent after what is being saved, so that nobody is told of a conflict with oneself.
 * @param {SubmitEvent} event
 * @param {Draft} draft
 */
function wait(event, draft) {
  const { target, submitter } = event;
  if (!(target instanceof HTMLFormElement)) return;
  const own = target === draft.form;
  const waited = target.dataset.waited; // once is enough: without a connection it would wait for ever
  delete target.dataset.waited;
  if (!waited && (draft.running || (draft.dirty && !own && !draft.stuck))) {
    event.preventDefault();
    event.stopImmediatePropagation();
    target.dataset.waited = "yes";
    draft.save().then(() => target.requestSubmit(submitter));
  } else if (own) {
    clearTimeout(draft.timer);
    draft.dirty = false;
  }
}

const form = document.querySelector("form#content[data-autosave]");
if (form instanceof HTMLFormElement) keep(form);
