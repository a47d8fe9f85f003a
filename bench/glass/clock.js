// A clock in the picture: a camera whose every frame carries the moment it was made, and a reader of what arrives.
// Put into a page before anything else. What the picture of a room shows is read into `found`.

(() => {
  const BLOCKS = 40; // 32 bits of the moment, 8 of a checksum
  const WIDTH = 720; // portrait, as a phone films
  const HEIGHT = 1280;
  const BAR = 64; // rows at the top
  const RATE = 30; // frames a second
  const SEED = 0xa5; // black is no moment

  /** @param {number} stamp */
  const check = (stamp) => (SEED ^ stamp ^ (stamp >>> 8) ^ (stamp >>> 16) ^ (stamp >>> 24)) & 0xff;

  /** Paint the moment, and something that moves below it so that the encoder has work. */
  function paint(context, moment) {
    const stamp = moment % 2 ** 32 >>> 0;
    const turn = (moment % 4000) / 4000;
    context.fillStyle = `hsl(${360 * turn} 60% 40%)`;
    context.fillRect(0, BAR, WIDTH, HEIGHT - BAR);
    for (let at = 0; at < 60; at++) {
      context.fillStyle = `hsl(${(at * 47) % 360} 70% 60%)`;
      const across = (at * 131 + moment / 4) % WIDTH;
      context.fillRect(across, BAR + ((at * 211 + (moment / 9) * (1 + (at % 3))) % (HEIGHT - BAR)), 90, 40);
    }
    const size = WIDTH / BLOCKS;
    for (let at = 0; at < BLOCKS; at++) {
      const bit = at < 32 ? (stamp >>> at) & 1 : (check(stamp) >>> (at - 32)) & 1;
      context.fillStyle = bit ? "#fff" : "#000";
      context.fillRect(at * size, 0, size, BAR);
    }
  }

  /** The moment in a picture; null where it cannot be read. */
  function read(context, picture, width) {
    const canvas = context.canvas;
    context.drawImage(picture, 0, 0, width, (BAR * width) / WIDTH, 0, 0, canvas.width, canvas.height);
    const row = context.getImageData(0, canvas.height / 2, canvas.width, 1).data;
    const bits = Array.from({ length: BLOCKS }, (_, at) => Number(row[4 * Math.floor((at + 0.5) * (canvas.width / BLOCKS))] > 127));
    const number = (from, to) => bits.slice(from, to).reduce((sum, bit, at) => sum + bit * 2 ** at, 0);
    const stamp = number(0, 32);
    return number(32, BLOCKS) === check(stamp) ? stamp : null;
  }

  /** The camera: the clock, and a tone as its microphone. */
  function camera() {
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    const context = canvas.getContext("2d", { alpha: false });
    setInterval(() => paint(context, Date.now()), 1000 / RATE);
    paint(context, Date.now());
    const sound = new AudioContext();
    const tone = new OscillatorNode(sound, { frequency: 330 });
    const microphone = sound.createMediaStreamDestination();
    tone.connect(microphone);
    tone.start();
    return new MediaStream([...canvas.captureStream(RATE).getVideoTracks(), ...microphone.stream.getAudioTracks()]);
  }

  /** Read every frame that `video` presents. `seen`: ms from the camera to the eye, in the order they came. */
  function watch(video) {
    const found = { began: performance.now(), first: null, stalls: 0, unread: 0, seen: [] };
    const context = Object.assign(document.createElement("canvas"), { width: 10 * BLOCKS, height: 16 }).getContext("2d", {
      willReadFrequently: true,
    });
    video.addEventListener("waiting", () => (found.stalls += found.first === null ? 0 : 1));
    const look = () => {
      const stamp = read(context, video, video.videoWidth);
      found.first ??= performance.now() - found.began;
      if (stamp === null) found.unread += 1;
      else found.seen.push(((Date.now() % 2 ** 32) - stamp + 2 ** 32) % 2 ** 32);
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    return found;
  }

  window.glass = { camera, watch };
  document.addEventListener("DOMContentLoaded", () => {
    const picture = document.querySelector("video.moving");
    if (picture) window.found = watch(picture);
  });
})();
