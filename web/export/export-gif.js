// Writes GIF89a, frame by frame. A frame holds the rectangle that differs from the one before, in
// colours of its own.

/** Codes of LZW have at most twelve bits. */
const MOST_CODES = 4096;

let width;
let height;
let before;
let written;

onmessage = ({ data }) => {
  if (data.width) {
    ({ width, height } = data);
    before = null;
    written = [head()];
  } else if (data.end) {
    postMessage(new Blob([...written, new Uint8Array([0x3b])]));
  } else {
    written.push(frame(new Uint32Array(data.pixels), data.delay));
    postMessage('written');
  }
};

const word = (value) => [value & 255, value >> 8];
const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));

/** Size, no colours for all frames, and that it begins again for ever. */
function head() {
  const screen = [...ascii('GIF89a'), ...word(width), ...word(height), 0, 0, 0];
  const forever = [0x21, 0xff, 11, ...ascii('NETSCAPE2.0'), 3, 1, 0, 0, 0];
  return new Uint8Array([...screen, ...forever]);
}

function frame(pixels, delay) {
  const { left, top, wide, high } = changed(pixels);
  const part = new Uint32Array(wide * high);
  for (let y = 0; y < high; y += 1) {
    const from = (top + y) * width + left;
    part.set(pixels.subarray(from, from + wide), y * wide);
  }
  before = pixels;
  const { colours, indices, bits } = quantized(part);
  const control = [0x21, 0xf9, 4, 0x04, ...word(delay), 0, 0];
  const place = [0x2c, ...word(left), ...word(top), ...word(wide), ...word(high), 0x80 | (bits - 1)];
  return new Blob([new Uint8Array([...control, ...place]), colours, packed(indices, bits)]);
}

/** The rectangle that differs from the frame before; a pixel where nothing does. */
function changed(pixels) {
  if (!before) return { left: 0, top: 0, wide: width, high: height };
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (pixels[y * width + x] === before[y * width + x]) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return { left: 0, top: 0, wide: 1, high: 1 };
  return { left, top, wide: right - left + 1, high: bottom - top + 1 };
}

/** At most 256 colours, the most frequent ones, and for each pixel the nearest of them. */
function quantized(pixels) {
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const kept = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour);
  const bits = Math.max(1, Math.ceil(Math.log2(kept.length)));
  const colours = new Uint8Array(3 << bits);
  const index = new Map();
  kept.forEach((colour, at) => {
    colours.set(parts(colour), at * 3);
    index.set(colour, at);
  });
  for (const colour of counts.keys()) {
    if (!index.has(colour)) index.set(colour, nearest(colour, kept));
  }
  return { colours, bits, indices: Uint8Array.from(pixels, (pixel) => index.get(pixel)) };
}

/** Red, green and blue: a pixel's bytes in memory, the first the lowest. */
const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];

function nearest(colour, kept) {
  const [red, green, blue] = parts(colour);
  let [best, least] = [0, Infinity];
  kept.forEach((other, at) => {
    const [r, g, b] = parts(other);
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [best, least] = [at, distance];
  });
  return best;
}

/** LZW, in blocks of 255 bytes. */
function packed(indices, colourBits) {
  const least = Math.max(2, colourBits);
  const [clear, end] = [1 << least, (1 << least) + 1];
  const bytes = [];
  let [buffer, filled] = [0, 0];
  let [size, next] = [least + 1, end + 1];
  let codes = new Map();
  const put = (code) => {
    buffer |= code << filled;
    filled += size;
    while (filled >= 8) {
      bytes.push(buffer & 255);
      buffer >>>= 8;
      filled -= 8;
    }
  };
  put(clear);
  let prefix = indices[0];
  for (let at = 1; at < indices.length; at += 1) {
    const key = (prefix << 8) | indices[at];
    const known = codes.get(key);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    put(prefix);
    if (next < MOST_CODES) {
      // The code that is about to be given may need one bit more.
      if (next === 1 << size) size += 1;
      codes.set(key, next);
      next += 1;
    } else {
      put(clear);
      [size, next, codes] = [least + 1, end + 1, new Map()];
    }
    prefix = indices[at];
  }
  put(prefix);
  put(end);
  if (filled) bytes.push(buffer & 255);
  const blocks = [new Uint8Array([least])];
  for (let from = 0; from < bytes.length; from += 255) {
    const block = bytes.slice(from, from + 255);
    blocks.push(new Uint8Array([block.length, ...block]));
  }
  blocks.push(new Uint8Array([0]));
  return new Blob(blocks);
}
