// What a host cannot see: whether the microphone hears anything, and whether the picture is too dark.

const QUIET = 0.008; // of full sound; a still room gives more
const QUIET_FOR = 8000; // milliseconds
const DARK = 26; // of 255, the mean of the picture
const DARK_FOR = 4000; // milliseconds
const EDGE = 16; // pixels of the small copy that is measured

/** How long something has been so without a break. */
class Lasting {
  /** @type {number | null} */
  #since = null;

  /** @param {boolean} so @returns {number} milliseconds */
  look(so) {
    const now = performance.now();
    this.#since = so ? (this.#since ?? now) : null;
    return this.#since === null ? 0 : now - this.#since;
  }
}

/** Ears and eyes on one stream. `look` is asked a few times a second. */
export class Signs {
  #quiet = new Lasting();
  #dim = new Lasting();
  #video;
  #context = new AudioContext();
  #analyser = this.#context.createAnalyser();
  #wave = new Float32Array(this.#analyser.fftSize);
  #pen = Object.assign(document.createElement("canvas"), { width: EDGE, height: EDGE }).getContext("2d", { willReadFrequently: true });

  /**
   * @param {HTMLVideoElement} video the preview
   * @param {MediaStream} stream
   */
  constructor(video, stream) {
    this.#video = video;
    if (stream.getAudioTracks().length) this.#context.createMediaStreamSource(stream).connect(this.#analyser);
  }

  /** What is heard and seen now: `level` from 0 to 1, and what has gone on for too long. */
  look() {
    const level = this.#level();
    const listening = this.#context.state === "running";
    return {
      level: Math.min(1, level * 4),
      silent: this.#quiet.look(listening && level < QUIET) > QUIET_FOR,
      dark: this.#dim.look(this.#light() < DARK) > DARK_FOR,
    };
  }

  close() {
    this.#context.close();
  }

  #level() {
    this.#analyser.getFloatTimeDomainData(this.#wave);
    return Math.sqrt(this.#wave.reduce((sum, each) => sum + each * each, 0) / this.#wave.length);
  }

  #light() {
    if (!this.#pen || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return 255;
    this.#pen.drawImage(this.#video, 0, 0, EDGE, EDGE);
    const { data } = this.#pen.getImageData(0, 0, EDGE, EDGE);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) sum += Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
    return sum / (data.length / 4);
  }
}
