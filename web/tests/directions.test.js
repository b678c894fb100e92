// The page where people read from right to left: it is mirrored, the drawn worlds are not.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST, ROOT } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';
import { WORLDS, chooseWorld, prefer, stepsAre } from './helpers/worlds.js';

/** What a title says that is read the other way. */
const HEBREW = '(שעון) 7:30, Alarms!';

/** Sheets by their headings, and what lays them over the page. */
const SHEETS = {
  'Choose a world': () => press('w'),
  'Open a new world': () => press('o'),
  'Bring a world': () => fromWorlds('Bring a world'),
  'Edit a world': () => fromWorlds('Edit Alarms'),
  Predictors: () => press('m'),
  'Share this walk': () => press('s'),
  'Export this walk': () => press('x'),
  Keys: () => press('?'),
  'Open the link?': () => follow('recorded'),
};

/** A step on a busy machine, in milliseconds. */
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
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

const read = (dir) =>
  screen.page.evaluate(async (it) => {
    document.documentElement.dir = it;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, dir);

const press = (key) => screen.page.keyboard.press(key);

/** A sheet that a button of the chooser leads to. */
async function fromWorlds(button) {
  await press('w');
  await screen.click('button', new RegExp(`^${button}`));
}

/** A link that comes into the address, while there is work of one's own. */
async function follow(name) {
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await stepsAre(screen, 1, LONG);
  const link = await readFile(join(ROOT, `engine/world/tests/links/1/${name}.txt`), 'utf8');
  await screen.page.evaluate((it) => (location.hash = it), link.trim());
}

/** Opens all that can be opened in the sheet, switches all controls on, and lets the sheet arrive. */
const unfold = () =>
  screen.page.evaluate(async () => {
    const sheet = document.querySelector('dialog[open]');
    for (const it of sheet.querySelectorAll('details')) it.open = true;
    for (const it of sheet.querySelectorAll('[role=switch]')) it.click();
    await Promise.all(sheet.getAnimations().map((it) => it.finished));
  });

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

for (const width of [360, 390, 1280]) {
  test(`nothing sticks out from right to left, ${width} pixels wide`, async () => {
    screen = await Screen.open(browser, `${site.origin}/`, { width });
    await screen.find('button', /^World: /);
    await read('rtl');
    assert.ok((await overflow()) <= 0, 'the page');
    await screen.picture(`rtl-${width}`);
    for (const [title, lay] of Object.entries(SHEETS)) {
      await lay();
      await screen.page.waitForSelector(`dialog[open][aria-label="${title}"]`);
      await screen.whole();
      await screen.until(async () => !/Laying it out/.test(await screen.text()), 'the sheet');
      await unfold();
      assert.ok((await overflow()) <= 0, title);
      await screen.picture(`rtl-${width}-${title.toLowerCase().replaceAll(/\W+/g, '-')}`);
      await press('Escape');
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

test('a title that is read the other way leaves its neighbours alone', async () => {
  screen = await Screen.open(browser, `${site.origin}/`);
  await screen.find('button', /^World: /);
  await fromWorlds('Edit Alarms');
  await screen.fill('textbox', 'Title', HEBREW);
  await screen.click('button', 'Open it');
  await screen.find('button', `World: ${HEBREW}`);
  await press('w');
  await screen.find('heading', /^Yours/);
  const isolated = await screen.page.$$eval('dialog[open] .world-card', (cards) =>
    cards.map((card) => {
      const texts = [...card.querySelectorAll('.card > b, .card > span')];
      return texts.every((it) => getComputedStyle(it.lastElementChild).unicodeBidi === 'isolate');
    }),
  );
  assert.ok(isolated.length > 12);
  assert.ok(isolated.every(Boolean));
  await screen.picture('rtl-title');
});
