// What llama.cpp writes after the prompts of engine/model/tests/prompts.json.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places.js';

/** Two tokens whose logits are closer than this may swap: kernels add in different orders. */
const TIE = 0.2;

const read = (file) => JSON.parse(readFileSync(join(ROOT, 'engine/model/tests', file), 'utf8'));
const prompts = read('prompts.json');
const goldens = read('golden/smollm2.json');

/** The prompt of a name, with the candidates llama.cpp had before each token, best first. */
export function golden(name) {
  const { text } = prompts.find((prompt) => prompt.name === name);
  const { best } = goldens.find((golden) => golden.name === name);
  return { text, best };
}

/** Checks tokens against llama.cpp's; where they part there must be a tie, and it is printed. */
export function assertFollows(tokens, best) {
  for (const [index, token] of tokens.entries()) {
    const [[likeliest, logit], ...others] = best[index];
    if (token === likeliest) continue;
    const ours = others.find(([candidate]) => candidate === token);
    const gap = ours ? logit - ours[1] : Infinity;
    console.log(`token ${index}: ${token} instead of ${likeliest}, ${gap} less likely`);
    assert.ok(gap < TIE, `token ${index} is ${token}, llama.cpp writes ${likeliest}`);
    // After a tie the texts differ, and what follows cannot be compared.
    return;
  }
}
