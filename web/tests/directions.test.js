// The page where people read from right to left: it is mirrored, the drawn worlds are not.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';
import { WORLDS, chooseWorld, stepsAre } from './helpers/worlds.js';

/** Two steps of a recording on a busy machine, in milliseconds. */
const LONG = 30_000;
/** Sheets and the keys that lay them over the page. */
const SHEETS = [
  ['worlds', 'w'],
  ['models', 'm'],
  ['share', 's'],
  ['keys', '?'],
];

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
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

const read = (dir) =>
  screen.page.evaluate(async (it) => {
    document.documentElement.dir = it;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, dir);

/** What sticks out of the window or of the open sheet sideways, in pixels. */
const overflow = () =>
  screen.page.evaluate(() => {
    const sheet = document.querySelector('dialog[open]');
    const boxes = [document.documentElement, sheet, ...(sheet?.children ?? [])].filter(Boolean);
    return Math.max(...boxes.map((it) => it.scrollWidth - it.clientWidth));
  });

/** Where the drawn nodes are in their drawing, in whole pixels. */
const places = () =>
  screen.page.evaluate(() => {
    const glass = document.querySelector('.hold .glass');
    const from = glass.getBoundingClientRect();
    return [...glass.querySelectorAll('.n')].map((it) => {
      const box = it.getBoundingClientRect();
      return [box.left - from.left, box.top - from.top, box.width, box.height].map(Math.round);
    });
  });

for (const width of [360, 1280]) {
  test(`nothing sticks out from right to left, ${width} pixels wide`, async () => {
    screen = await Screen.open(browser, `${site.origin}/`, { width });
    await screen.find('button', /^World: /);
    await read('rtl');
    assert.ok((await overflow()) <= 0, 'the page');
    await screen.picture(`rtl-${width}`);
    for (const [name, key] of SHEETS) {
      await screen.page.keyboard.press(key);
      await screen.page.waitForSelector('dialog[open] *');
      await screen.whole();
      assert.ok((await overflow()) <= 0, name);
      await screen.picture(`rtl-${width}-${name}`);
      await screen.page.keyboard.press('Escape');
      await screen.page.waitForSelector('dialog[open]', { hidden: true });
    }
  });
}

for (const [domain, title] of Object.entries(WORLDS)) {
  test(`a drawn world stays as it is: ${domain}`, async () => {
    screen = await Screen.open(browser, `${site.origin}/`);
    // Places are compared once nothing moves and the recording stands still.
    await screen.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await chooseWorld(screen, title);
    await stepsAre(screen, 2, LONG);
    const before = await places();
    assert.ok(before.length > 5);
    const mark = () => screen.page.$eval('.mark', (it) => it.getBoundingClientRect().left);
    const left = await mark();
    await read('rtl');
    assert.ok((await mark()) > left, 'the page itself is mirrored');
    await settles(places, before, 'where the nodes are');
    await screen.picture(`rtl-${domain}`);
  });
}
