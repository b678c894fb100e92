// A link, as a person makes and opens it: the same screens at the same place, at once and without a
// model; what it may not do; and running it live.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { prefer, steps } from './helpers/worlds.js';

const LONG = 60_000;
const LINKS = new URL('../../engine/world/tests/links/1/', import.meta.url);

let browser;
let site;
let screen;

before(async () => {
  browser = await chromium();
});
after(() => browser?.close());
beforeEach(async () => {
  site = await serve({ '/': DIST });
});
afterEach(async () => {
  await screen.close();
  await site.close();
});

const golden = async (name) => (await readFile(new URL(`${name}.txt`, LINKS), 'utf8')).trim();
const open = async (hash = '') => {
  // Nothing of an earlier visit is there.
  const context = await browser.createBrowserContext();
  screen = await Screen.open(context, `${site.origin}/${hash && `#${hash}`}`);
};
const there = (count) =>
  screen.until(async () => (await steps(screen)).length === count + 1, `${count} steps`, LONG);
/** The steps in words, without who said them: a link says that otherwise. */
const told = () =>
  screen.page.$$eval('.knot .caption .name', (all) => all.map(({ textContent }) => textContent));
const shown = () => screen.page.$eval('.frame', ({ innerText }) => innerText);

test('a link opens to the same, elsewhere, at once and without a model', async () => {
  await open();
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await there(1);
  await screen.click('button', 'Back');
  await there(2);
  await screen.page.keyboard.press('s');
  const field = await screen.element('textbox', 'Link', LONG);
  const link = await screen.until(() => field.evaluate(({ value }) => value), 'a link', LONG);
  await screen.picture('share');
  const before = [await told(), await shown()];
  await screen.close();

  site.requests.length = 0;
  await open(new URL(link).hash.slice(1));
  await there(2);
  assert.deepEqual([await told(), await shown()], before);
  assert.ok(link.length < 2000, `${link.length} characters`);
  console.log(`two steps: ${link.length} characters`);
  assert.deepEqual(site.requests.filter((path) => path.endsWith('.gguf')), [], 'no model');
  await screen.says(/Run it live/);
  await screen.picture('link-opened');
  assert.deepEqual(screen.complaints, []);
});

test('run live, the actions of a link are predicted anew as a branch', async () => {
  await open(await golden('phone'));
  await screen.click('button', /Run it live/, LONG);
  const before = (await steps(screen)).length;
  await screen.until(async () => (await steps(screen)).length > before, 'a predicted step', LONG);
  await screen.says(/Predicted by Diorama default|Predicted in/, LONG);
});

for (const name of ['cut', 'newer-version', 'bomb', 'deep']) {
  test(`a link that cannot be opened says why: ${name}`, async () => {
    await open(await golden(name));
    await screen.says(/link/i, LONG);
    // A world is there all the same.
    await screen.find('button', /^World: A phone/, LONG);
    await screen.click('button', 'Clock');
    await there(1);
  });
}
