// The inference worker in real browsers: the same tokens as llama.cpp, through WebGPU in Chromium
// (SwiftShader) and Firefox (lavapipe) and through the CPU executor in WebAssembly.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, firefox } from './helpers/browser.js';
import { assertFollows, golden } from './helpers/golden.js';
import { Worker, serveHarness } from './helpers/worker.js';

const TOKENS = 16;
const { text, best } = golden('code');

let site;

before(async () => {
  site = await serveHarness();
});
after(() => site.close());

for (const { name, launch, executor, memory } of [
  { name: 'Chromium, CPU', launch: chromium, executor: 'cpu' },
  // The file has 98 MB: the weights go to the GPU piece by piece.
  { name: 'Chromium, WebGPU', launch: chromium, executor: 'gpu', memory: 64 * 2 ** 20 },
  { name: 'Firefox, WebGPU', launch: firefox, executor: 'gpu', memory: 64 * 2 ** 20 },
]) {
  test(`${name}: ${TOKENS} tokens as llama.cpp writes them`, async (t) => {
    const browser = await launch();
    t.after(() => browser.close());
    const worker = await Worker.start(browser, site.origin);
    assert.equal(worker.ready.version, 1);
    const loaded = await worker.load(executor);
    assert.equal(loaded.executor, executor, loaded.note);
    t.diagnostic(`${loaded.device}, ${loaded.wasm_memory} bytes of WebAssembly memory`);
    if (memory) assert.ok(loaded.wasm_memory <= memory, `${loaded.wasm_memory} bytes of memory`);
    const { tokens, speed } = await worker.generate(text, TOKENS);
    t.diagnostic(`${speed.prefill_ms.toFixed(0)} ms reading, ${speed.decode_ms.toFixed(0)} ms writing`);
    assert.equal(tokens.length, TOKENS);
    assertFollows(tokens, best);
  });
}
