// Visits without a network, and a host that publishes a new version: what a page gets always belongs
// together.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { prefer, stepsAre } from './helpers/worlds.js';

const LONG = 60_000;

let browser;
let site;
let screen;
/** What the server says instead of files: path to text. */
let instead;
/** Whether nothing is reached. */
let gone;

before(async () => {
  browser = await chromium();
});
after(() => browser?.close());
beforeEach(async () => {
  instead = {};
  gone = false;
  site = await serve(
    { '/some/where/': DIST },
    {
      before(request, response, { pathname }) {
        if (gone) {
          request.socket.destroy();
          return true;
        }
        const name = pathname.replace('/some/where/', '');
        const text = instead[name];
        if (text === undefined) return false;
        const type = name.endsWith('.js') ? 'text/javascript' : 'text/html';
        response.writeHead(200, { 'Content-Type': type }).end(text);
        return true;
      },
    },
  );
  // What earlier tests kept is not there.
  const context = await browser.createBrowserContext();
  screen = await Screen.open(context, `${site.origin}/some/where/`);
});
afterEach(async () => {
  await screen.close();
  await site.close();
});

/** Waits until the page is kept for visits without a network. */
const kept = () => screen.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

/** Waits until the default model is loaded, and with that kept. */
const loaded = () => screen.find('button', /^Predictor: Diorama default/, LONG);

const act = async () => {
  await screen.click('button', 'Clock');
  await stepsAre(screen, 1, LONG);
};

test('after the first visit the page and its model work without a network', async () => {
  await loaded();
  await kept();
  gone = true;
  await screen.page.reload();
  await act();
  await screen.says(/Predicted in/, LONG);
  // What was never asked for is not there, and the page says so and goes on.
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Back');
  await screen.says(/reference environment (stopped|could not)/i);
  await screen.picture('offline');
  // What is asked for once there is a network again is kept too.
  gone = false;
  await screen.click('button', /Start (it )?again/);
  await screen.says(/Played by the reference environment/, LONG);
  gone = true;
  await screen.page.reload();
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await screen.says(/Played by the reference environment/, LONG);
});

test('a new version waits for the word, and then is there as a whole', async () => {
  await loaded();
  await kept();
  await screen.page.reload();
  await loaded();
  // The published folder changes while the page is open: one of its files, and with it the list.
  const old = await readFile(join(DIST, 'sw.js'), 'utf8');
  const page = await readFile(join(DIST, 'index.html'), 'utf8');
  const changed = page.replace('<title>', '<title>Newer: ');
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(changed)));
  instead['index.html'] = changed;
  instead[''] = changed;
  instead['sw.js'] = old
    .replace(/const VERSION = "\w+"/, 'const VERSION = "newer"')
    .replace(/"index\.html":"\w+"/, `"index.html":"${digest.toString('hex')}"`);
  await screen.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
  });
  await screen.says(/A new version of Diorama is ready/, LONG);
  await screen.picture('new-version');
  assert.doesNotMatch(await screen.page.title(), /Newer/);
  await Promise.all([screen.page.waitForNavigation(), screen.click('button', 'Load it')]);
  assert.match(await screen.page.title(), /^Newer: /);
  await act();
});

test('a file of another version is not mixed in', async () => {
  await loaded();
  await kept();
  await screen.page.reload();
  await loaded();
  instead['truth_loader.js'] = 'postMessage("from another version")';
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await screen.says(/reference environment (stopped|could not)/i);
});
