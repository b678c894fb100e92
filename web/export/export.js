// Gives files to the browser, and draws those that are pictures. The page fetches this when somebody
// exports something; what comes in is `File` of app/src/protocol/desk/exports.rs, as JSON.

/** Widths of an animation in pixels, for what is tall and for what is wide. */
const TALL = 420;
const WIDE = 880;
/** The strip beneath a frame that says what was done. */
const CAPTION = 40;
/** How long a frame stays, and the last one, in hundredths of a second. */
const STAYS = 160;
const LAST = 320;

const TYPES = { html: 'text/html', json: 'application/json', jsonl: 'application/jsonl' };

/** Makes a file and gives it to the browser; tells its length in bytes. */
async function save(json) {
  const [[kind, file]] = Object.entries(JSON.parse(json));
  const blob = await { text, picture, film }[kind](file);
  const link = document.createElement('a');
  link.download = file.name;
  link.href = URL.createObjectURL(blob);
  link.click();
  // Browsers read it some time after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return blob.size;
}

function text({ name, text }) {
  return new Blob([text], { type: TYPES[name.split('.').pop()] ?? 'text/plain' });
}

async function picture({ frame, styles }) {
  const scale = frame.width < 1100 && frame.height < 1600 ? 2 : 1;
  const canvas = blank(frame.width * scale, frame.height * scale);
  await draw(canvas, frame, styles, canvas.width, canvas.height);
  return blobOf(canvas);
}

async function film({ frames, styles }) {
  const [{ width, height }] = frames;
  const wide = width > height ? WIDE : TALL;
  const high = Math.round((height * wide) / width);
  const canvas = blank(wide, high + CAPTION);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const encoder = new Encoder(canvas.width, canvas.height);
  try {
    for (const [step, frame] of frames.entries()) {
      context.fillStyle = colour('--paper');
      context.fillRect(0, 0, canvas.width, canvas.height);
      await draw(canvas, frame, styles, wide, high);
      caption(context, step ? `${step}. ${frame.words}` : 'Start', high);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      await encoder.add(data.buffer, step === frames.length - 1 ? LAST : STAYS);
    }
    return await encoder.end();
  } finally {
    encoder.close();
  }
}

/** What was done, in as many letters as there is room for. */
function caption(context, words, top) {
  context.font = `15px ${colour('--sans')}`;
  context.fillStyle = colour('--ink');
  context.textBaseline = 'middle';
  const letters = [...words.replace(/\s+/g, ' ')];
  const room = context.canvas.width - 32;
  let shown = letters.join('');
  while (letters.length && context.measureText(shown).width > room) {
    letters.pop();
    shown = `${letters.join('')}…`;
  }
  context.fillText(shown, 16, top + CAPTION / 2);
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);

function blank(width, height) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width), Math.round(height)];
  return canvas;
}

/** Draws a frame as an image: nothing in an image runs, whatever a world says. */
async function draw(canvas, { width, height, body }, styles, wide, high) {
  const { colorScheme } = getComputedStyle(document.documentElement);
  const style = colorScheme === 'dark' ? styles.dark : styles.light;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    `width="${wide}" height="${high}"><style>${style}</style>${body}</svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  canvas.getContext('2d').drawImage(image, 0, 0, wide, high);
}

async function blobOf(canvas) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the picture is too large for this browser');
  return blob;
}

/** Encodes frames in a worker, one after the other, so that no more than two are in memory. */
class Encoder {
  #worker = new Worker(new URL('./export-gif.js', import.meta.url));
  #answer;

  constructor(width, height) {
    this.#worker.onmessage = ({ data }) => this.#answer.resolve(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#answer?.reject(new Error(event.message || 'the encoder could not be loaded'));
    };
    this.#worker.postMessage({ width, height });
  }

  add(pixels, delay) {
    return this.#ask({ pixels, delay }, [pixels]);
  }

  async end() {
    return new Blob([await this.#ask({ end: true })], { type: 'image/gif' });
  }

  close() {
    this.#worker.terminate();
  }

  #ask(message, transfer) {
    this.#answer = Promise.withResolvers();
    this.#worker.postMessage(message, transfer);
    return this.#answer.promise;
  }
}

globalThis.dioramaExport = { save };
