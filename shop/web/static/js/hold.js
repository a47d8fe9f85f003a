// A hold's countdown. The end is an absolute time of the shop's clock; announced only at 5 min, 1 min and 0.

const ANNOUNCED_AT = /** @type {const} */ ([300, 60, 0]);

/** @param {number} seconds */
export function clockText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * Which announcement is due when the rest falls from `before` to `after` seconds, if any.
 * @param {number} before
 * @param {number} after
 */
export function announcement(before, after) {
  return ANNOUNCED_AT.find((mark) => before > mark && after <= mark) ?? null;
}

/**
 * Run the countdown of one element. The device's clock is used only for the time passed since the page came.
 * @param {HTMLElement} box
 */
export function startHold(box) {
  const { until = "", now = "", left = "{time}", five = "", one = "", over = "" } = box.dataset;
  const total = (Date.parse(until) - Date.parse(now)) / 1000;
  const began = performance.now();
  const clock = box.querySelector("[data-hold-left]");
  const bar = box.querySelector("[data-hold-bar]");
  const say = box.querySelector("[data-hold-say]");
  const words = { 300: five, 60: one, 0: over };
  let before = Infinity;

  function tick() {
    const rest = total - (performance.now() - began) / 1000;
    if (clock) clock.textContent = rest > 0 ? left.replace("{time}", clockText(rest)) : "";
    if (bar instanceof HTMLProgressElement) bar.value = 100 - Math.max(0, (rest / Math.max(total, 1)) * 100);
    const due = before === Infinity ? null : announcement(before, rest);
    if (due !== null && say) say.textContent = words[due];
    before = rest;
    if (rest <= 0) {
      if (say) say.classList.remove("vh");
      return;
    }
    setTimeout(tick, 1000);
  }
  tick();
}

for (const box of document.querySelectorAll("[data-hold]")) if (box instanceof HTMLElement) startHold(box);
