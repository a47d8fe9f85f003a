// The hall of a market before it opens: the time that is left, and the page anew when it opens.

const MINUTE = 60_000;
const FARTHEST = 20 * 24 * 60 * MINUTE; // a timer counts no further than 24 days

/**
 * @param {HTMLElement} clock
 * @param {number} left milliseconds
 */
function tell(clock, left) {
  const minutes = Math.max(1, Math.floor(left / MINUTE));
  const parts = { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 };
  const words = (parts.days ? clock.dataset.days : parts.hours ? clock.dataset.hours : clock.dataset.minutes) ?? "";
  clock.textContent = words
    .replace("{days}", String(parts.days))
    .replace("{hours}", String(parts.hours))
    .replace("{minutes}", String(parts.minutes));
}

for (const clock of document.querySelectorAll("[data-countdown]")) {
  if (!(clock instanceof HTMLElement)) continue;
  const opens = Date.parse(clock.dataset.countdown ?? "");
  const step = () => {
    const left = opens - Date.now();
    if (left > 0) tell(clock, left);
  };
  setInterval(step, MINUTE / 2);
  const left = opens - Date.now();
  if (left > 0 && left < FARTHEST) setTimeout(() => location.reload(), left + 1000 + Math.random() * 4000);
}
