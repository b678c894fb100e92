// wllama (llama.cpp in WebAssembly), to measure against on the same file in the same browser.

import { LoggerWithoutDebug, Wllama } from '/wllama/index.js';

/**
 * Loads a model and continues a text greedily on one thread.
 *
 * @param {string} model - address of the GGUF file
 * @param {string} prompt - the text
 * @param {number} tokens - how many tokens to write
 * @param {boolean} gpu - every layer on WebGPU, or none
 * @returns {Promise<{prompt_n: number, prompt_ms: number, predicted_n: number, predicted_ms: number}>}
 */
globalThis.measure = async (model, prompt, tokens, gpu) => {
  const engine = new Wllama({ default: '/wllama/wasm/wllama.wasm' });
  const file = await (await fetch(model)).blob();
  await engine.loadModel([file], { n_threads: 1, n_ctx: 512, n_gpu_layers: gpu ? 99_999 : 0, n_batch: gpu?16:512, n_ubatch: gpu?16:512 });
  const completion = await engine.createCompletion({ prompt, max_tokens: tokens, temperature: 0 });
  await engine.exit();
  return { ...completion.timings, text: completion.choices[0].text };
};
