// `cargo xtask bench browser`: steps of the default model in the page, and tokens per second beside
// wllama, on the same file, in the same browser, in the same run. Prints tables, or one JSON object
// with --json; with --steps the first part only.

import { readFileSync } from 'node:fs';
import { chromium, firefox } from '../helpers/browser.js';
import { diorama, serveEngines, wllama } from './engines.js';
import { timeSteps } from './steps.js';

const text = readFileSync(new URL('prompt.txt', import.meta.url), 'utf8').trim();

/** What is compared: one browser, one executor, one prompt, and the ratios we promise. */
const COMPARISONS = [
  {
    name: 'Chromium, CPU, 1 thread',
    launch: chromium,
    executor: 'cpu',
    prompt: text,
    tokens: 48,
    rounds: 3,
    bars: { prefill: 1, decode: 1 },
  },
  {
    name: 'Firefox, WebGPU on lavapipe',
    // wllama suspends WebAssembly while the GPU works.
    launch: () => firefox({ 'javascript.options.wasm_js_promise_integration': true }),
    executor: 'gpu',
    // Half a minute of wllama's time.
    prompt: text.slice(0, 260),
    tokens: 12,
    rounds: 1,
    bars: { prefill: 2, decode: 4 },
  },
];

const steps = await timeSteps();
const engines = [];
if (!process.argv.includes('--steps')) {
  const site = await serveEngines();
  for (const comparison of COMPARISONS) engines.push(await compare(comparison));
  await site.close();
}

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ steps, engines }, null, 2));
} else {
  printSteps(steps);
  engines.forEach(print);
}
process.exitCode = [...steps, ...engines].every(({ met }) => met) ? 0 : 1;

function printSteps(rows) {
  console.log('\nThe default model in Chromium, milliseconds');
  console.log(`${''.padEnd(34)}${row('median', 'worst', 'bar')}`);
  for (const { name, median, worst, bar } of rows) {
    const numbers = [median, worst].map((n) => n.toFixed(0));
    console.log(`${name.padEnd(34)}${row(...numbers, bar === undefined ? '' : `≤ ${bar}`)}`);
  }
}

/** Both engines in turn, so that what else the machine does falls on both; the best round counts. */
async function compare({ name, launch, bars, rounds, ...task }) {
  const browser = await launch();
  try {
    const ours = [];
    const theirs = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await diorama(browser, site, task));
      theirs.push(await wllama(browser, site, task));
    }
    const [a, b] = [best(ours), best(theirs)];
    if (a.promptTokens !== b.promptTokens) {
      throw new Error(`${a.promptTokens} tokens of prompt against ${b.promptTokens}`);
    }
    const ratios = { prefill: a.prefill / b.prefill, decode: a.decode / b.decode };
    const met = Object.keys(bars).every((what) => ratios[what] >= bars[what]);
    return { name, diorama: a, wllama: b, ratios, bars, met };
  } finally {
    await browser.close();
  }
}

function best(runs) {
  const most = (what) => Math.max(...runs.map((run) => run[what]));
  return { ...runs[0], prefill: most('prefill'), decode: most('decode') };
}

function print({ name, diorama, wllama, ratios, bars }) {
  console.log(`\n${name} (${diorama.device}); ${diorama.promptTokens} tokens read`);
  console.log(row('tokens/s', 'Diorama', 'wllama', 'ratio', 'bar'));
  for (const what of Object.keys(bars)) {
    const numbers = [diorama[what], wllama[what], ratios[what]].map((n) => n.toFixed(2));
    console.log(row(what, ...numbers, `≥ ${bars[what]}`));
  }
  if (diorama.dispatches !== undefined) console.log(`${diorama.dispatches} dispatches per token`);
}

function row(...cells) {
  return cells.map((cell) => cell.padStart(10)).join('');
}
