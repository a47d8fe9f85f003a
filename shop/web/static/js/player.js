// A picture in a page: HLS by hls.js, fetched only now, or by the browser's own means where that cannot run.
// The light hls.js reads no subtitles of a playlist: the page has a track of its own, and no line stands there twice.

const KIND = "application/vnd.apple.mpegurl";
const AGAIN = 1500; // milliseconds before what is not there yet is asked for again
const MENDS = 3; // faults of the media in one minute that are mended silently

/** Live: two seconds behind, gently faster when more, a jump when more than eight. */
const LIVE = { liveSyncDuration: 2, liveMaxLatencyDuration: 8, maxLiveSyncPlaybackRate: 1.08, backBufferLength: 30, maxBufferLength: 10 };
const KEPT = { backBufferLength: 60, maxBufferLength: 30 };

/**
 * @typedef {{close: () => void, zero: () => number | null}} Player `zero`: when the video's second 0 was filmed, by the
 *   picture that plays now, in ms of the shop's clock; null while that is not known
 * @typedef {{src: string, live: boolean, at?: number, ready?: () => void, failed?: () => void}} Source `at`: the
 *   second it begins at; `ready`: the video has its source, so that its loading cuts off no `play()` any more; `failed`:
 *   it will not play here
 */

/**
 * Let `video` play a playlist, live or kept. The element's `data-hls` says where hls.js is.
 * @param {HTMLVideoElement} video
 * @param {Source} source
 * @returns {Player}
 */
export function attachPlayer(video, source) {
  let closed = false;
  /** @type {Player | null} */
  let inner = null;
  bringHls(video.dataset.hls ?? "").then(
    (Hls) => {
      if (closed) return;
      if (Hls?.isSupported()) inner = withHls(Hls, video, source);
      else if (video.canPlayType(KIND)) inner = natively(video, source);
      else source.failed?.();
    },
    () => closed || source.failed?.(),
  );
  return {
    close() {
      closed = true;
      inner?.close();
    },
    zero: () => inner?.zero() ?? null,
  };
}

/** hls.js, or null where the browser has no media source for it. @param {string} address */
async function bringHls(address) {
  if (!address || !("MediaSource" in window || "ManagedMediaSource" in window)) return null;
  return (await import(address)).default;
}

/** @param {any} Hls @param {HTMLVideoElement} video @param {Source} source @returns {Player} */
function withHls(Hls, video, source) {
  const hls = new Hls({ enableWorker: false, startPosition: source.at ?? -1, ...(source.live ? LIVE : KEPT) });
  /** @type {number[]} */
  let mended = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  hls.on(Hls.Events.ERROR, (/** @type {unknown} */ _event, /** @type {{fatal: boolean, type: string}} */ fault) => {
    if (!fault.fatal) return;
    if (fault.type === Hls.ErrorTypes.NETWORK_ERROR) {
      clearTimeout(timer);
      timer = setTimeout(() => hls.loadSource(source.src), AGAIN);
      return;
    }
    mended = [...mended.filter((at) => performance.now() - at < 60_000), performance.now()];
    if (fault.type === Hls.ErrorTypes.MEDIA_ERROR && mended.length <= MENDS) hls.recoverMediaError();
    else source.failed?.();
  });
  hls.once(Hls.Events.MEDIA_ATTACHED, () => source.ready?.());
  hls.loadSource(source.src);
  hls.attachMedia(video);
  return {
    close() {
      clearTimeout(timer);
      hls.destroy();
    },
    zero() {
      const filmed = /** @type {Date | null} */ (hls.playingDate);
      return filmed && filmed.getTime() - video.currentTime * 1000;
    },
  };
}

/** @param {HTMLVideoElement} video @param {Source} source @returns {Player} */
function natively(video, source) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const address = source.at ? `${source.src}#t=${source.at}` : source.src;
  const again = () => {
    timer = setTimeout(() => {
      video.src = address;
      video.play().catch(() => undefined);
    }, AGAIN);
  };
  video.addEventListener("error", again);
  video.src = address;
  source.ready?.();
  return {
    close() {
      clearTimeout(timer);
      video.removeEventListener("error", again);
      video.removeAttribute("src");
      video.load();
    },
    zero() {
      const filmed = Reflect.get(video, "getStartDate")?.call(video)?.getTime();
      return Number.isFinite(filmed) ? filmed : null;
    },
  };
}
