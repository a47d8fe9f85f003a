// Both ends of a chain, by what the shop's addresses promise: a host that films, a viewer of each way. Needs clock.js.

(() => {
  const KINDS = ["video/mp4;codecs=avc1.42E01F,mp4a.40.2", "video/mp4;codecs=avc1.42E01F,opus"];
  const SLICE = 200; // ms between two pieces of the recorder
  const KEY_FRAME = 1000; // ms
  const BITS = 2_500_000; // a second

  const socket = (path) => Object.assign(new WebSocket(location.origin.replace("http", "ws") + path), { binaryType: "arraybuffer" });
  const heard = (one) => new Promise((done, fail) => {
    one.addEventListener("message", (event) => done(event.data), { once: true });
    one.addEventListener("close", (event) => fail(new Error(`closed with ${event.code}`)), { once: true });
  });

  /** Film into `send` from now on; returns the recorder. */
  function record(mime, send) {
    const recorder = new MediaRecorder(glass.camera(), {
      mimeType: mime,
      videoBitsPerSecond: BITS,
      audioBitsPerSecond: 96_000,
      videoKeyFrameIntervalDuration: KEY_FRAME,
    });
    recorder.ondataavailable = ({ data }) => data.size && send(data);
    recorder.start(SLICE);
    return recorder;
  }

  const mime = () => KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));

  /** Publish until stopped: resolves when the shop takes it. */
  async function film(slug, key) {
    const one = socket(`/api/v1/sessions/${slug}/ingest`);
    await new Promise((open, fail) => {
      one.addEventListener("open", open, { once: true });
      one.addEventListener("error", () => fail(new Error("the shop takes no socket")), { once: true });
    });
    one.send(JSON.stringify({ key, mime: mime(), takeover: false }));
    const answer = JSON.parse(await heard(one));
    if (!answer.ok) throw new Error(answer.code);
    const began = Date.now();
    const recorder = record(mime(), (data) => one.readyState === WebSocket.OPEN && one.send(data));
    window.filming = { began, stop: () => new Promise((done) => {
      recorder.onstop = () => {
        one.send(JSON.stringify({ done: true }));
        one.addEventListener("close", () => done(Date.now() - began), { once: true });
      };
      recorder.stop();
    }) };
  }

  function screen() {
    const video = Object.assign(document.createElement("video"), { muted: true, autoplay: true, playsInline: true });
    document.body.replaceChildren(video);
    window.found = glass.watch(video);
    return video;
  }

  /** Play bytes as they come: `open(codecs)` makes the buffer, `push(bytes)` fills it, the newest is shown. */
  function player(video) {
    const source = new MediaSource();
    const queue = [];
    let buffer = null;
    const next = () => {
      if (!buffer || buffer.updating || !queue.length) return;
      buffer.appendBuffer(queue.shift());
    };
    const keepUp = () => {
      const end = buffer.buffered.length && buffer.buffered.end(buffer.buffered.length - 1);
      if (end && (video.currentTime < buffer.buffered.start(0) || end - video.currentTime > 1.5)) video.currentTime = end - 0.2;
      next();
    };
    video.src = URL.createObjectURL(source);
    return {
      open: async (codecs) => {
        if (source.readyState !== "open") await new Promise((open) => source.addEventListener("sourceopen", open, { once: true }));
        buffer = source.addSourceBuffer(`video/mp4;codecs="${codecs}"`);
        buffer.addEventListener("updateend", keepUp);
        next();
      },
      push: (bytes) => { queue.push(bytes); next(); },
    };
  }

  /** Watch by the fast mode's socket. */
  function fast(slug) {
    const playing = player(screen());
    socket(`/api/v1/sessions/${slug}/fast`).addEventListener("message", ({ data }) =>
      typeof data === "string" ? playing.open(JSON.parse(data).codecs) : playing.push(data));
  }

  /** Watch by the playlist, two segments behind its end. */
  function hls(path) {
    const player = new Hls({ liveSyncDurationCount: 2, maxLiveSyncPlaybackRate: 1.05 });
    player.loadSource(path);
    player.attachMedia(screen());
  }

  /** From the recorder straight to the screen: what the clock itself costs. */
  async function loop() {
    const playing = player(screen());
    await playing.open(mime().split("codecs=")[1]);
    record(mime(), async (data) => playing.push(await data.arrayBuffer()));
  }

  window.chains = { film, fast, hls, loop };
})();
