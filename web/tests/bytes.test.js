// The same seed gives the same bytes natively and in WebAssembly: walks that the command printed
// are played again by the page's worker.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { chromium } from './helpers/browser.js';
import { ROOT } from './helpers/places.js';
import { Worker, serveHarness } from './helpers/worker.js';

const run = promisify(execFile);

const STEPS = 100;
const WALKS = [
  ['android', 'android-json', 3, 'flaky-api'],
  ['android', 'android-phone', 4],
  ['android', 'android-droidbot', 5, 'stale-list'],
  ['web', 'web-playwright', 6, 'slow-network'],
  ['web', 'web-axtree', 7],
  ['os', 'os-a11y', 8, 'forced-pagination'],
  ['mcp', 'mcp', 9, 'session-expired'],
  ['search', 'search', 10],
  ['terminal', 'terminal', 11, 'partial-save'],
  ['swe', 'swe', 12],
];

let browser;
let site;
let worker;

before(async () => {
  // As the native tests were built, so that nothing is built twice.
  await run('cargo', ['build', '--quiet', '--workspace', '--bin', 'diorama'], { cwd: ROOT });
  site = await serveHarness();
  browser = await chromium();
  worker = await Worker.start(browser, site.origin, '/truth_loader.js');
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** A walk as the command prints it. */
async function walk(domain, dialect, seed, control) {
  const options = ['--domain', domain, '--dialect', dialect, '--seed', seed, '--steps', STEPS];
  if (control) options.push('--control', control);
  const command = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'debug/diorama');
  const said = ['truth', 'walk', '--json', ...options.map(String)];
  const { stdout } = await run(command, said, { maxBuffer: 64 * 2 ** 20 });
  return JSON.parse(stdout);
}

/** Texts in files are strings, or lists of lines. */
const text = (told) => (Array.isArray(told) ? told.join('\n') : told);

for (const [domain, dialect, seed, control] of WALKS) {
  test(`${dialect}: ${STEPS} steps of world ${seed}${control ? `, ${control}` : ''}`, async () => {
    const { scenario, trace } = await walk(domain, dialect, seed, control);
    const recipe = { dialect, seed, controls: control ? [{ control }] : [] };
    const [made] = await worker.ask({ type: 'make', ...recipe }, 'made', 'failed');
    assert.deepEqual(made.scenario, scenario);
    assert.equal(trace.steps.length, STEPS);
    const deeds = [];
    for (const [id, step] of trace.steps.entries()) {
      deeds.push({ act: text(step.action) });
      const asked = { type: 'step', id, scenario: made.scenario, deeds };
      const [answer] = await worker.ask(asked, 'stepped', 'failed');
      assert.equal(answer.observation, text(step.observation), `step ${id + 1}`);
    }
  });
}
