// A page that films keeps its screen lit, and looks after its camera when it is seen again.

/**
 * @param {() => boolean} filming
 * @param {() => void} seen what to do when the page is seen again
 */
export function stayAwake(filming, seen) {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  setInterval(async () => {
    if (filming() && !document.hidden && (!lock || lock.released)) lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    if (!filming() && lock) lock = await lock.release().then(() => null);
  }, 2000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && filming()) seen();
  });
}
