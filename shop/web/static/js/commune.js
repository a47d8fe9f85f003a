// Finding a commune by any of its names: a combobox over the search field. Without it the field has its button.

const QUIET = 150; // milliseconds before the server is asked

export {}; // a module: its names are its own

/** @typedef {{ unit: { slug: string, name: string }, was: { name: string } | null }} Found */

/**
 * @param {HTMLElement} box holds the input; `data-communes` is the address of the search
 * @param {HTMLInputElement} input
 */
function watch(box, input) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let asked = input.value.trim();
  /** @type {number | undefined} */
  let timer;

  list.id = "communes";
  list.className = "communes";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.list ?? "");
  list.hidden = true;
  said.className = "vh";
  said.setAttribute("role", "status");
  box.append(list, said);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  /** @returns {HTMLElement[]} */
  const options = () => [...list.children].filter((each) => each instanceof HTMLElement);
  const current = () => options().findIndex((each) => each.getAttribute("aria-selected") === "true");

  /** @param {number} at an option's place, or -1 for none */
  function choose(at) {
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const chosen = options()[at];
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} shown */
  function open(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) choose(-1);
  }

  /** @param {HTMLElement | undefined} option */
  function take(option) {
    const select = document.getElementById("commune");
    if (!option || !(select instanceof HTMLSelectElement)) return;
    asked = option.dataset.name ?? "";
    input.value = asked;
    open(false);
    select.value = option.dataset.slug ?? "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask() {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) return open(false);
    try {
      const reply = await fetch(`${box.dataset.communes}?q=${encodeURIComponent(words)}`);
      if (reply.ok && words === asked) show((await reply.json()).items);
    } catch {
      // the network is away: the button still searches
    }
  }

  /** @param {Found[]} items */
  function show(items) {
    list.replaceChildren(...items.map(write));
    const sentence = items.length ? box.dataset.some : box.dataset.none;
    said.textContent = (sentence ?? "").replace("{count}", String(items.length));
    open(items.length > 0 && document.activeElement === input);
  }

  /**
   * @param {Found} item
   * @param {number} at
   */
  function write(item, at) {
    const option = document.createElement("li");
    const was = item.was ? (box.dataset.was ?? "").replace("{name}", item.was.name) : "";
    option.id = `commune-${at}`;
    option.dataset.slug = item.unit.slug;
    option.dataset.name = item.unit.name;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = was ? `${item.unit.name} (${was})` : item.unit.name;
    return option;
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.isComposing || list.hidden) return;
    const count = options().length;
    const at = current();
    if (event.key === "ArrowDown") choose((at + 1) % count);
    else if (event.key === "ArrowUp") choose(at < 1 ? count - 1 : at - 1);
    else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && at >= 0) take(options()[at]);
    else return;
    event.preventDefault();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, QUIET);
  });
  input.addEventListener("keydown", press);
  input.addEventListener("blur", () => open(false));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target instanceof Element ? target.closest("[role=option]") : null;
    if (option instanceof HTMLElement) take(option);
  });
}

function start() {
  const box = document.querySelector("[data-communes]");
  const input = document.getElementById("commune_words");
  if (box instanceof HTMLElement && input instanceof HTMLInputElement) watch(box, input);
}

start();
document.addEventListener("delivery:changed", start);
