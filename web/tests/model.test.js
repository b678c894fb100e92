// The page with a model: load it, step every world, stop, keep it, lose the worker.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, steps, stepsAre, WORLDS } from './helpers/worlds.js';

/** Reading a world's prompt on a busy machine, in milliseconds. */
const LONG = 300_000;

let browser;
let site;
let screen;

before(async () => {
  site = await serve({ '/': DIST });
  browser = await chromium();
  screen = await Screen.open(browser, `${site.origin}/`);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** Presses “Close” of the sheet that is open. */
const closeSheet = () => screen.click('button', 'Close');

/** An action that exists in any state of every world of a domain. */
const ACTIONS = {
  android: '{"action_type":"navigate_back"}',
  web: 'browser_navigate_back()',
  os: "pyautogui.press('esc')",
};

async function act(action) {
  await screen.fill('textbox', /^Action/, action);
  await screen.page.keyboard.press('Enter');
}

test('a file that is no model is refused with a sentence', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'diorama-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'broken.gguf');
  await writeFile(file, 'GGUF, or so it says');
  await screen.click('button', /^Predictor: /);
  const field = await screen.page.waitForSelector('input[type=file]');
  await field.uploadFile(file);
  await screen.find('alert', undefined);
  await screen.says(/Choose a GGUF file of a supported architecture/);
  await screen.click('button', 'Dismiss');
  await closeSheet();
});

test('the model beside the page tells its size, is downloaded and loaded on the CPU', async () => {
  await screen.click('button', /^Predictor: /);
  await screen.click('radio', 'CPU');
  await screen.click('button', 'Choose SmolLM2 135M Instruct');
  await screen.says(/Memory needed/);
  await screen.says(/98\.4 MB/);
  await screen.click('button', /^Download 98\.4 MB/);
  await screen.says(/SmolLM2\S* is loaded · CPU/, LONG);
  await screen.says(/Verified sha256/);
  await closeSheet();
  await screen.find('button', /^Predictor: SmolLM2.*CPU/);
});

for (const [domain, title] of Object.entries(WORLDS)) {
  test(`${title}: a step is predicted and streams in while the page stays free`, async () => {
    await chooseWorld(screen, title);
    await stepsAre(screen, 2);
    const since = await screen.now();
    await act(ACTIONS[domain]);
    await screen.says(/Predicting: \d+ characters written/, LONG);
    await screen.says(/(Predicted|Cut[^.]*) in [\d.]+ (s|min)|The reply cannot be drawn/, LONG);
    const long = (await screen.longTasks(since)).filter(({ duration }) => duration > 100);
    assert.deepEqual(long, [], 'the main thread was busy for more than 100 ms');
    assert.equal((await steps(screen)).length, 4);
    await screen.picture(`${domain}-predicted`);
  });
}

test('a step can be stopped, and what was written so far is kept', async () => {
  const before = (await steps(screen)).length;
  await act(ACTIONS.os);
  // Three digits: at least the head of the table is there.
  await screen.says(/Predicting: \d{3,} characters written/, LONG);
  await screen.pressIfThere('Stop');
  await screen.says(/Stopped early in [\d.]+ s|Stopped before there was anything to draw/);
  assert.equal((await steps(screen)).length, before + 1);
});

test('the worker breaks down: the page says so, starts it again and keeps the timeline', async () => {
  const before = (await steps(screen)).length;
  const [worker] = screen.page.workers();
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
  });
  await screen.says(/The model stopped.*The timeline is safe\./s);
  await screen.click('button', /^Start again/);
  await screen.find('button', /^Predictor: SmolLM2.*CPU/, LONG);
  assert.equal((await steps(screen)).length, before);
});

test('after a reload the model comes from this device', async () => {
  site.requests.length = 0;
  await screen.page.reload();
  await screen.click('button', /^Predictor: /);
  await screen.click('radio', 'CPU');
  // While the default model loads, what is beneath it moves.
  await screen.says(/diorama-default is loaded/, LONG);
  await screen.click('button', /^Load SmolLM2/);
  await screen.says(/SmolLM2\S* is loaded · CPU/, LONG);
  await closeSheet();
  assert.deepEqual(site.requests.filter((path) => path.endsWith('.gguf')), []);
});

test('a stored model can be deleted', async () => {
  await screen.click('button', /^Predictor: /);
  await screen.click('button', /^Delete SmolLM2/);
  await screen.click('button', /^Yes, delete /);
  await screen.until(
    async () => (await screen.all('button', /^Delete SmolLM2/)).length === 0,
    'the stored model to go',
  );
  await closeSheet();
});

test('nothing was complained about on the console', () => {
  assert.deepEqual(screen.complaints, []);
});
