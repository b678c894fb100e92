// The page without a prediction: worlds, recorded walks, the timeline, how it looks.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, prefer, steps, stepsAre, WORLDS } from './helpers/worlds.js';

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
  screen = await Screen.open(browser, `${site.origin}/`);
});
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

test('a world with a recording plays two steps of it and stops', async () => {
  await chooseWorld(screen, WORLDS.android);
  await stepsAre(screen, 2);
  // Then it stops and waits for the person.
  await screen.says(/Tap anything/);
  assert.equal((await steps(screen)).length, 3);
});

test('undo and redo walk the timeline, by button and by key', async () => {
  await chooseWorld(screen, WORLDS.android);
  await stepsAre(screen, 2);
  const current = async () =>
    screen.page.$$eval('[aria-label="Timeline"] [role=option]', (buttons) =>
      buttons.findIndex((button) => button.getAttribute('aria-current') === 'step'),
    );
  assert.equal(await current(), 2);
  await screen.click('button', /^One step back/);
  assert.equal(await current(), 1);
  await screen.page.keyboard.press('z');
  assert.equal(await current(), 0);
  await screen.page.keyboard.press('y');
  assert.equal(await current(), 1);
  await screen.click('button', /^One step on/);
  assert.equal(await current(), 2);
});

test('an empty field says its name where it stands, and holds nothing', async () => {
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Settings');
  await stepsAre(screen, 1, 60_000);
  const field = await screen.element('textbox', 'Search settings');
  const { placeholder, value } = await field.evaluate(({ placeholder, value }) => ({
    placeholder,
    value,
  }));
  assert.deepEqual([placeholder, value], ['Search settings', '']);
});

for (const [domain, title] of Object.entries(WORLDS)) {
  test(`${title} is drawn: light, dark, on a narrow screen`, async () => {
    await chooseWorld(screen, title);
    await stepsAre(screen, 2);
    await screen.pictures(domain);
  });
}
