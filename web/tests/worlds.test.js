// Changing what is so, in mid-walk: controls and facts, with the reference environment and the default
// model.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, prefer, steps } from './helpers/worlds.js';

/** Loading the model and a step on a busy machine, in milliseconds. */
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
  screen = await Screen.open(browser, `${site.origin}/`);
});
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

const stepped = (count) =>
  screen.until(async () => (await steps(screen)).length === count + 1, `${count} steps`, LONG);

/** Types a command at the terminal. */
async function type(command) {
  await screen.fill('textbox', 'Type at the terminal', command);
  await screen.page.keyboard.press('Enter');
}

/** Takes pictures: light, dark, on a narrow page, where nothing may stick out. */
async function pictures(name) {
  const scheme = (value) =>
    screen.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
  await screen.picture(`${name}-light`);
  await scheme('dark');
  await screen.picture(`${name}-dark`);
  await screen.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2 });
  await screen.picture(`${name}-narrow`);
  const overflow = await screen.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(overflow <= 0, `${overflow} pixels stick out to the right`);
  await scheme('light');
  await screen.page.setViewport({ width: 1280, height: 800 });
}

test('the disk fills in mid-walk: the reference environment goes on from there', async () => {
  await prefer(screen, 'Reference environment');
  await chooseWorld(screen, 'A terminal');
  await type('echo one > note.txt');
  await stepped(1);
  await screen.click('tab', 'Controls');
  await screen.click('switch', /^Disk full/);
  await screen.says(/Disk full: on/);
  await pictures('controls');
  await screen.click('button', 'Apply');
  await stepped(2);
  await screen.says(/This holds from here on/);
  await type('echo two > other.txt');
  await stepped(3);
  await screen.says(/No space left on device/);
  // What was stored before the edit is still there.
  await type('cat note.txt');
  await stepped(4);
  await screen.says(/^one$/m);
  // Before the edit the disk has room.
  for (let back = 0; back < 3; back += 1) await screen.click('button', /^One step back/);
  await type('echo two > other.txt && cat other.txt');
  await stepped(5);
  await screen.says(/^two$/m);
});

test('an instruction and a parameter are part of an edit, and discarding lets go of both', async () => {
  await prefer(screen, 'Reference environment');
  await chooseWorld(screen, 'A phone');
  await screen.click('tab', 'Controls');
  await screen.click('switch', /^Flaky API/);
  await screen.fill('spinbutton', /^every n-th request/, '2');
  await screen.fill('textbox', /^Instructions in words/, 'It is the year 1890.');
  await screen.says(/whose number divides by 2/);
  await screen.click('button', 'Discard');
  const { checked } = await screen.find('switch', /^Flaky API/);
  assert.ok(!checked);
  assert.equal((await steps(screen)).length, 1);
});

test('a fact is edited: the reference environment draws from it', async () => {
  await prefer(screen, 'Reference environment');
  await chooseWorld(screen, 'A phone');
  await screen.click('tab', 'Facts');
  await screen.click('button', 'Change apps');
  await screen.fill('textbox', 'title, row 1', 'Wake-up');
  // The old name still stands on the screen.
  await screen.says(/The screen may be out of date.*is on the screen; apps says “Wake-up” now/s);
  // What does not fit says so, in words, and cannot be applied.
  await screen.fill('textbox', 'look, row 1', 'many');
  await screen.says(/Not a whole number/);
  await screen.click('button', 'Apply');
  await screen.says(/One cell cannot be read yet/);
  await screen.fill('textbox', 'look, row 1', '1');
  await screen.click('button', 'Remove row 2 of apps');
  await screen.click('button', 'Put back row 2 of apps');
  await screen.click('button', 'Add a row to apps');
  await screen.click('button', /^Remove row \d+ of apps/);
  await screen.click('button', /^Put back row 1 of apps/);
  await pictures('facts');
});
