// Waiting for what comes of an action: much of it comes from workers, files and frames, late on a busy
// machine.

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

const PATIENCE = 10_000;

/**
 * Waits until `look` gives what is expected. Where it does not, says how what it gave last differs;
 * a look at what is not there yet may throw.
 */
export async function settles(look, expected, what, milliseconds = PATIENCE) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await Promise.resolve().then(look).catch(({ message }) => `nothing: ${message}`);
    if (isDeepStrictEqual(found, expected)) return;
    // Under its name, so that both the name and the difference are told.
    if (Date.now() > end) assert.deepEqual({ [what]: found }, { [what]: expected });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until `look` gives the same twice in a row, and gives that. */
export async function settled(look, what, milliseconds = PATIENCE) {
  const end = Date.now() + milliseconds;
  let before = await look();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = await look();
    if (isDeepStrictEqual(now, before)) return now;
    if (Date.now() > end) throw new Error(`${what} goes on changing:\n${before}\n\n${now}`);
    before = now;
  }
}
