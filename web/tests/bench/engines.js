// The two engines on one browser: ours in its worker, llama.cpp as wllama.

import { join } from 'node:path';
import { MODEL, nodePackage } from '../helpers/places.js';
import { Worker, serveHarness } from '../helpers/worker.js';

/** Tokens per second of one run; `passes` is how often the model ran within `decodeMs`. */
function rates(promptTokens, prefillMs, passes, decodeMs) {
  return {
    promptTokens,
    passes,
    prefill: (1000 * promptTokens) / prefillMs,
    decode: (1000 * passes) / decodeMs,
  };
}

/** Serves what both need. */
export function serveEngines() {
  return serveHarness({ '/wllama/': join(nodePackage('@wllama/wllama'), 'esm') });
}

/** Our engine on `executor`, "cpu" or "gpu". */
export async function diorama(browser, site, { executor, prompt, tokens }) {
  const worker = await Worker.start(browser, site.origin, SCRIPTS[executor]);
  try {
    const { device, executor: used } = await worker.load(executor);
    if (used !== executor) throw new Error(`asked for ${executor}, got ${used}`);
    // This also compiles shaders and warms caches before the clock runs.
    const dispatches = executor === 'gpu' ? await dispatchesPerToken(worker) : undefined;
    if (executor === 'cpu') await worker.generate(WARM_UP, 4);
    const { speed } = await worker.generate(prompt, tokens);
    const read = speed.prompt_tokens - speed.reused_tokens;
    // Each token written is fed at once: as many passes as tokens.
    const rated = rates(read, speed.prefill_ms, speed.tokens, speed.decode_ms);
    return { device, dispatches, ...rated };
  } finally {
    await worker.close();
  }
}

const SCRIPTS = { cpu: '/worker_loader.js', gpu: '/harness/counting.js' };
const WARM_UP = 'Once upon a time there was a lighthouse';

/** What eight more tokens dispatch, an eighth of it. */
async function dispatchesPerToken(worker) {
  const counts = [];
  for (const tokens of [4, 4, 12]) {
    await worker.generate(WARM_UP, tokens);
    counts.push(await worker.dispatches());
  }
  const [start, short, long] = counts;
  return (long - short - (short - start)) / 8;
}

/**
 * What wllama is told. llama.cpp's WebGPU backend gives up on work that takes 30 seconds, which a
 * batch of its usual size does on an adapter in software; one of 16 tokens does not.
 */
const WLLAMA = {
  cpu: { n_gpu_layers: 0 },
  gpu: { n_gpu_layers: 99_999, n_batch: 16, n_ubatch: 16 },
};

/** wllama on one thread, with every layer on WebGPU ("gpu") or none ("cpu"). */
export async function wllama(browser, site, { executor, prompt, tokens }) {
  const page = await browser.newPage();
  try {
    await page.goto(`${site.origin}/harness/wllama.html`);
    await page.waitForFunction(() => globalThis.measure);
    const timings = await page.evaluate(
      (...parameters) => globalThis.measure(...parameters),
      `${site.origin}/models/${MODEL.file}`,
      prompt,
      tokens,
      WLLAMA[executor],
    );
    const { prompt_n, prompt_ms, predicted_n, predicted_ms } = timings;
    // The last token is not fed: one pass less than tokens.
    return rates(prompt_n, prompt_ms, predicted_n - 1, predicted_ms);
  } finally {
    await page.close();
  }
}
