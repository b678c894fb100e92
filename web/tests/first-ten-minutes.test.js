// docs/first-ten-minutes.md, step by step, with a picture of each.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST, ROOT } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { stepsAre } from './helpers/worlds.js';

const LONG = 60_000;

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

test('the first ten minutes', async () => {
  const text = await readFile(join(ROOT, 'docs/first-ten-minutes.md'), 'utf8');
  const titles = [...text.matchAll(/^\d+\. \*\*(.+?)\*\*/gm)].map(([, title]) => title);
  const screen = await Screen.open(browser, `${site.origin}/`);
  const stepped = (count) => stepsAre(screen, count, LONG);
  const key = (name) => screen.page.keyboard.press(name);
  /** What is done, by the title of its step. */
  const walk = {
    async 'Open the page.'() {
      await screen.says(/Tap anything/);
      await screen.find('button', 'Clock');
    },
    async 'Tap Clock.'() {
      await screen.click('button', 'Clock');
      await stepped(1);
      await screen.says(/Predicted in [\d.]+ m?s.*(sure|unsure)[^%]*%/s, LONG);
    },
    async 'See what changed.'() {
      await screen.click('tab', 'Changes');
      await screen.says(/New screen|set|changes/);
    },
    async 'Look at the truth.'() {
      await screen.click('tab', 'Truth');
      await screen.until(() => screen.page.$('[aria-label="Scores"] table'), 'scores', LONG);
    },
    async 'Go back and take another way.'() {
      await key('z');
      await screen.click('button', 'Settings');
      await stepped(2);
    },
    async 'Draw other futures.'() {
      await screen.click('tab', 'Changes');
      await screen.click('button', 'Draw 4');
      await screen.says(/4 draws/, LONG);
    },
    async 'Break something.'() {
      await screen.click('tab', 'Controls');
      await screen.click('switch', /^Disk full/);
      await screen.click('button', 'Apply');
      await stepped(3);
      await screen.says(/This holds from here on/);
    },
    async 'Change a fact.'() {
      await screen.click('tab', 'Facts');
      await screen.click('button', 'Change apps');
      await screen.fill('textbox', 'title, row 1', 'Wake-up');
      await screen.click('button', 'Apply');
      await stepped(4);
    },
    async 'Open another world.'() {
      await key('w');
      await screen.click('button', /^Forum, flaky server/);
      await screen.find('button', 'World: Forum, flaky server');
      await stepsAre(screen, 2, LONG);
    },
    async 'Pass it on.'() {
      await key('s');
      await screen.until(async () => {
        const { value } = await screen.find('textbox', 'Link');
        return value?.includes('#1');
      }, 'a link');
    },
    async 'Choose who predicts.'() {
      await screen.closeSheet();
      await key('m');
      await screen.find('textbox', 'Server address');
    },
    async 'Find the keys.'() {
      await screen.closeSheet();
      await key('?');
      await screen.says(/This list/);
    },
  };
  assert.deepEqual(Object.keys(walk), titles);
  for (const [index, title] of titles.entries()) {
    await walk[title]();
    // What slides in has come.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await screen.picture(`ten-minutes-${String(index + 1).padStart(2, '0')}`);
  }
  assert.deepEqual(screen.complaints, []);
});
