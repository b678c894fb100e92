// How long a link takes to show its world, with nothing kept from an earlier visit. Printed.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST, ROOT } from './helpers/places.js';
import { serve } from './helpers/server.js';

const VISITS = 3;
/** From opening the page to the screen of the link, in milliseconds. */
const BAR = 1500;

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

/** Runs in the page before anything of it: notes when the screen and all the steps are painted. */
function noteOpening() {
  const look = () => {
    const steps = document.querySelectorAll('[aria-label="Timeline"] li:not(.coming)').length;
    const drawn = document.querySelector('.sheets')?.textContent.trim();
    if (steps === 7 && drawn) {
      // What was laid out in this frame is painted before the next.
      requestAnimationFrame((moment) => (globalThis.opened = moment));
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

test('a link shows its world', async () => {
  const link = await readFile(join(ROOT, 'engine/world/tests/links/1/recorded.txt'), 'utf8');
  const times = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const context = await browser.createBrowserContext();
    const screen = await Screen.open(context, `${site.origin}/#${link.trim()}`, {
      prepare: noteOpening,
    });
    await screen.find('button', 'World: Alarms');
    times.push(await screen.until(() => screen.page.evaluate(() => globalThis.opened), 'a screen'));
    assert.deepEqual(screen.complaints, []);
    await context.close();
  }
  const [best, median, worst] = times.sort((a, b) => a - b).map(Math.round);
  console.log(`from opening a link to its screen: ${median} ms (${best} to ${worst}, empty cache)`);
  assert.ok(median <= BAR, `${median} ms`);
});
