// What a person did is there after a reload.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';
import { prefer, steps, stepsAre } from './helpers/worlds.js';

const LONG = 60_000;

let site;
beforeEach(async () => {
  site = await serve({ '/': DIST });
});
afterEach(() => site.close());

let browser;
before(async () => {
  browser = await chromium();
});
after(() => browser?.close());

test('a reload loses nothing', async () => {
  const screen = await Screen.open(browser, `${site.origin}/`);
  const there = (count) => stepsAre(screen, count, LONG);
  const told = () =>
    screen.page.$$eval('[role=option]', (all) => all.map((it) => it.getAttribute('aria-label')));

  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await there(1);
  await screen.page.keyboard.press('p');
  await screen.page.keyboard.press('z');
  await screen.click('button', 'Settings');
  await there(2);
  const before = await told();
  assert.match(before.join(), /pinned/);
  // Writing is under way at most for an instant.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await screen.page.reload();
  await there(2);
  await settles(told, before, 'the steps after a reload', LONG);
  // And it goes on from there.
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Back');
  await there(3);
  // Another tab begins anew.
  const other = await Screen.open(browser, `${site.origin}/`);
  await other.find('button', 'World: A phone', LONG);
  assert.equal((await steps(other)).length, 1);
  await other.close();
  await screen.close();
});
