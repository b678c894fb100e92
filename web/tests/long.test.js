// A long sitting: 200 steps and 50 forks on the default model. What the page holds afterwards, how
// long it was ever busy, and that nothing is lost on a reload. The numbers are printed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';
import { stepsAre } from './helpers/worlds.js';

const LONG = 60_000;
const STEPS = 200;
const FORKS = 50;
/** How much more the page may hold, in bytes. */
const GROWTH = 20 * 2 ** 20;
/** How long it may be busy, in milliseconds. */
const BUSY = 100;

let browser;
let site;

before(async () => {
  site = await serve({ '/': DIST });
  browser = await chromium();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** Runs in the page before anything of it: notes the memory of programs, which no protocol tells. */
function noteMemory() {
  globalThis.programs = [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const start = WebAssembly[name];
    WebAssembly[name] = async (...parts) => {
      const started = await start.apply(WebAssembly, parts);
      const { memory } = (started.instance ?? started).exports;
      if (memory) globalThis.programs.push(memory);
      return started;
    };
  }
}

/** What the page holds after garbage collection, in bytes: objects, nodes, and memory of programs. */
async function held(page, session) {
  for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize, backingStorageSize } =
    await session.send('Runtime.getHeapUsage');
  const program = await page.evaluate(() => globalThis.programs.reduce(
    (sum, { buffer }) => sum + buffer.byteLength, 0,
  ));
  return {
    objects: usedSize,
    nodes: embedderHeapUsedSize,
    buffers: backingStorageSize,
    program,
  };
}

test('200 steps and 50 forks', { timeout: 600_000 }, async () => {
  const screen = await Screen.open(browser, `${site.origin}/`, { prepare: noteMemory });
  const { page } = screen;
  const session = await page.createCDPSession();
  await screen.find('button', 'Clock', LONG);
  let count = 0;
  let chosen = 0;
  const seen = new Set();

  /** Presses some drawn button, another one than the last time on the same screen; leaves a screen
   * that has no such button, and every tenth. */
  async function step(forks) {
    const acts = await page.$$('.sheets button.acts, .sheets a.acts');
    const last = chosen;
    chosen = (chosen * 31 + count) % 101;
    const index = chosen % Math.max(acts.length, 1);
    const same = forks && index === last % Math.max(acts.length, 1);
    if (acts.length === 0 || same) await screen.click('button', 'Back');
    else await acts[index].click();
    await page.waitForFunction(
      (count) => document.querySelectorAll('[aria-label="Timeline"] li:not(.coming)').length > count,
      { timeout: LONG },
      count + 1,
    );
    count += 1;
    seen.add(await page.$eval('.table', (it) => it.innerText));
  }

  // The first steps warm up what stays: programs, caches, the second part of the page.
  while (count < 10) await step(false);
  const before = await held(page, session);
  const since = await screen.now();
  while (count < STEPS) {
    const forks = count % (STEPS / FORKS) === 0;
    if (forks) await page.keyboard.press('z');
    await step(forks);
  }
  const tasks = await screen.longTasks(since);
  const after = await held(page, session);
  const parts = Object.keys(after).map((part) => [part, after[part] - before[part]]);
  const growth = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
  const worst = Math.max(0, ...tasks.map(({ duration }) => duration));
  const digits = (n) => n.toLocaleString('en');
  const list = parts.map(([part, bytes]) => `${part} ${digits(bytes)}`).join(', ');
  console.log(`held more after ${STEPS} steps and ${FORKS} forks: ${digits(growth)} bytes (${list})`);
  console.log(`tasks over 50 ms: ${tasks.length}, the longest ${worst} ms`);
  console.log(`${seen.size} different screens`);
  assert.ok(seen.size >= 8, `${seen.size} different screens`);
  const told = () =>
    page.$$eval('[role=option]', (all) => all.map((it) => it.getAttribute('aria-label')));
  const labels = await told();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await page.reload();
  await stepsAre(screen, STEPS, LONG);
  await settles(told, labels, 'the steps after a reload', LONG);
  assert.ok(growth <= GROWTH, `${growth} bytes`);
  assert.ok(worst <= BUSY, `${worst} ms`);
  assert.deepEqual(screen.complaints, []);
});
