// What stands beside a step: what changed and what it was, how sure the model was, other futures, and
// the truth.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, prefer, steps } from './helpers/worlds.js';

/** Loading and a step on a busy machine, in milliseconds. */
const LONG = 60_000;

let browser;
let site;
let screen;

before(async () => {
  site = await serve({ '/': DIST });
  browser = await chromium();
});
after(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(async () => {
  site.requests.length = 0;
  screen = await Screen.open(browser, `${site.origin}/`);
});
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

const stepped = (count) =>
  screen.until(async () => (await steps(screen)).length === count + 1, `${count} steps`, LONG);

test('try', async () => {
  await screen.click('button', 'Clock');
  await stepped(1);
  await screen.click('tab', 'Truth');
  await screen.says(/This walk/, LONG);
  await screen.picture('t-truth');
  console.log(await screen.text());
  await screen.click('tab', 'Changes');
  await screen.click('button', 'Draw 4');
  await screen.says(/4 draws/, LONG);
  await screen.picture('t-futures');
  console.log(await screen.text());
});
