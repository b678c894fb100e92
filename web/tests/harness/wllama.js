// wllama (llama.cpp in WebAssembly), to measure against on the same file in the same browser.

import { LoggerWithoutDebug, Wllama } from '/wllama/index.js';

/**
 * Loads a model and continues a text greedily on one thread.
 *
 * @param {string} model - address of the GGUF file
 * @param {string} prompt - the text
 * @param {number} tokens - how many tokens to write
 * @param {object} options - llama.cpp's n_gpu_layers, n_ubatch, …
 * @returns {Promise<{prompt_n: number, prompt_ms: number, predicted_n: number, predicted_ms: number}>}
 */
globalThis.measure = async (model, prompt, tokens, options) => {
  const engine = new Wllama({ default: '/wllama/wasm/wllama.wasm' }, { logger: LoggerWithoutDebug });
  const file = await (await fetch(model)).blob();
  await engine.loadModel([file], { n_threads: 1, n_ctx: 512, ...options });
  const { timings } = await engine.createCompletion({ prompt, max_tokens: tokens, temperature: 0 });
  await engine.exit();
  return timings;
};
