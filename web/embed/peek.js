// A look into a link without the page's program: what it is called, so that a poster can say so.
// The link may say anything; nothing of it is believed but a few short texts.

'use strict';

/** Longest payload of a link, in bytes: the page takes no longer ones. */
const MAX_PAYLOAD = 1 << 20;

/**
 * What a link is about, as far as a glance tells; null where it tells nothing.
 *
 * @returns {Promise<null | {world: ?string, title: ?string, domain: ?string, steps: number}>}
 */
async function peek(link) {
  try {
    const letters = atob(link.slice(1).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const payload = JSON.parse(await inflated(bytes));
    const scenario = payload.s ?? {};
    return {
      world: shortText(payload.w?.[0], 64),
      title: shortText(scenario.title, 80),
      domain: shortText(scenario.domain, 16),
      steps: Array.isArray(payload.x) ? payload.x.length : 0,
    };
  } catch {
    // The page says what is wrong with a link that it opens.
    return null;
  }
}

/** What was compressed, as text; fails where it grows too long. */
async function inflated(bytes) {
  const pieces = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  const reader = pieces.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > MAX_PAYLOAD) throw new RangeError('too long');
  }
}

/** A text on one line, without letters that are not seen or turn others around; null for none. */
function shortText(value, most) {
  if (typeof value !== 'string') return null;
  const text = value.slice(0, most * 4).replace(/[\p{C}\u2028\u2029]/gu, ' ').trim();
  const letters = [...text];
  if (letters.length > most) letters.splice(most - 1, letters.length, '…');
  return letters.join('') || null;
}
