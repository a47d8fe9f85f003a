// Suggestions while typing, in every search box: a combobox over a list the server wrote. Without it the form searches.

const REST = 150; // milliseconds of quiet before the server is asked
const LEAST = 1; // letters

/**
 * One search box.
 * @param {HTMLElement} box holds the input; `data-suggest` is the address of the list
 * @param {HTMLInputElement} input
 */
function watch(box, input) {
  const list = document.createElement("div");
  const said = document.createElement("p");
  let asked = "";
  let composing = false;
  /** @type {number | undefined} */
  let timer;
  /** @type {AbortController | undefined} */
  let running;

  list.id = `${input.id}-list`;
  list.className = "sug";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  said.className = "vh";
  said.setAttribute("role", "status");
  box.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  /** @returns {HTMLElement[]} */
  const options = () => [...list.querySelectorAll("[role=option]")].filter((each) => each instanceof HTMLElement);
  const current = () => options().findIndex((each) => each.getAttribute("aria-selected") === "true");

  /** @param {number} at an option's place, or -1 for none */
  function choose(at) {
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const chosen = options()[at];
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} open */
  function open(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  }

  /** @param {HTMLElement | undefined} option */
  function follow(option) {
    if (option instanceof HTMLAnchorElement) location.assign(option.href);
  }

  async function ask() {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    running?.abort();
    if (words.length < LEAST) return open(false);
    running = new AbortController();
    try {
      const address = new URL(box.dataset.suggest ?? "", location.href);
      address.searchParams.set("q", words);
      const reply = await fetch(address, { signal: running.signal });
      if (!reply.ok) return open(false);
      show(await reply.text());
    } catch {
      // a newer question has taken its place, or the network is away: the form still searches
    }
  }

  /** @param {string} written the server's list */
  function show(written) {
    const part = new DOMParser().parseFromString(written, "text/html").body;
    list.replaceChildren(...part.children);
    options().forEach((option, at) => {
      option.id = `${list.id}-${at}`;
      option.setAttribute("aria-selected", "false");
    });
    const count = options().length;
    const sentence = count ? box.dataset.some : box.dataset.none;
    said.textContent = (sentence ?? "").replace("{count}", String(count));
    open(count > 0 && document.activeElement === input);
  }

  function later() {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(ask, REST);
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (composing || event.isComposing || list.hidden) {
      if (event.key === "ArrowDown" && list.hidden && options().length) open(true);
      return;
    }
    const count = options().length;
    const at = current();
    if (event.key === "ArrowDown") choose((at + 1) % count);
    else if (event.key === "ArrowUp") choose(at < 0 ? count - 1 : at - 1);
    else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && at >= 0) follow(options()[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  input.addEventListener("input", later);
  input.addEventListener("focus", () => box.append(said), { once: true }); // a page nobody searches has one status less
  input.addEventListener("keydown", press);
  input.addEventListener("blur", () => open(false));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.form?.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort();
    open(false);
  });
}

for (const box of document.querySelectorAll("[data-suggest]")) {
  const input = box.querySelector("input[type=search]");
  if (box instanceof HTMLElement && input instanceof HTMLInputElement) watch(box, input);
}
