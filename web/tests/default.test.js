// The default model, as a person meets it: act at once, see the predicted screen and how sure the
// model was, go back, come again without a network, meet a broken file.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, prefer, stepsAre } from './helpers/worlds.js';

const MODEL = '/models/diorama-default.gguf';
/** Loading and a step on a busy machine, in milliseconds. */
const LONG = 60_000;

let browser;
let site;
let screen;
/** How the server answers when asked for the model: whole, not at all, late, or with other bytes. */
let answer;
/** Holds a late answer back, until it is released. */
let held;
let release;

before(async () => {
  browser = await chromium();
});
after(() => browser?.close());
beforeEach(async () => {
  answer = 'whole';
  held = new Promise((resolve) => (release = resolve));
  site = await serve(
    { '/': DIST },
    {
      async before(request, response, url) {
        if (url.pathname !== MODEL) return false;
        if (answer === 'gone') {
          response.writeHead(503).end();
          return true;
        }
        if (answer === 'other') {
          const bytes = Buffer.alloc(4096, 'GGUF, or so it says');
          response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
          return true;
        }
        if (answer === 'late') await held;
        return false;
      },
    },
  );
});
afterEach(async () => {
  await screen.close();
  await site.close();
});

const open = async () => {
  screen = await Screen.open(browser, `${site.origin}/`);
};
const stepped = (count) => stepsAre(screen, count, LONG);
/** What the page says of a step that was predicted. */
const PREDICTED = /Predicted in [\d.]+ m?s.*(sure|unsure)[^%]*%/s;

test('the first click is answered by the model, and it says how sure it is', async () => {
  await open();
  await screen.click('button', 'Clock');
  await stepped(1);
  await screen.says(PREDICTED, LONG);
  await screen.find('button', /^Predictor: Diorama default .* CPU/);
  await screen.says(/Predicted by Diorama default/);
  await screen.click('tab', 'Facts');
  await screen.says(/as the model predicts it/);
  await screen.click('tab', 'Text');
  await screen.says(/What the model wrote/);
  await screen.click('tab', 'Changes');
  await screen.picture('default-light');
  await screen.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await screen.picture('default-dark');
  await screen.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2 });
  await screen.picture('default-narrow');
  assert.deepEqual(screen.complaints, []);
});

test('an action while the model is on its way waits and is not lost', async () => {
  answer = 'late';
  await open();
  await screen.click('button', 'Clock');
  await screen.says(/The model is loading.*Then this runs.*Clock/s);
  await screen.picture('default-waiting');
  answer = 'whole';
  release();
  await stepped(1);
  await screen.says(PREDICTED, LONG);
});

test('one step back, and another way on', async () => {
  await open();
  await screen.click('button', 'Clock');
  await stepped(1);
  await screen.page.keyboard.press('z');
  await screen.click('button', 'Settings');
  await stepped(2);
  await screen.says(PREDICTED, LONG);
  // The reference environment answers the same world, from the same place.
  await screen.page.keyboard.press('z');
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await stepped(3);
  await screen.says(/Played by the reference environment/);
  // And the model goes on from where the reference environment is.
  await prefer(screen, 'Model');
  await screen.click('button', 'Back');
  await stepped(4);
  await screen.says(PREDICTED, LONG);
});

for (const [title, act] of [
  ['A browser', () => screen.click('button', 'Back')],
  ['A desktop', () => type("pyautogui.press('esc')")],
  ['A terminal', () => type('[{"keystrokes":"pwd\\n","duration":0.1}]')],
  ['Tools', () => screen.click('button', 'List the tools')],
  ['A search engine', () => type('lamp')],
  ['A project', () => screen.click('button', 'Call')],
]) {
  test(`${title}: the model answers`, async () => {
    await open();
    await chooseWorld(screen, title);
    await act();
    await stepped(1);
    await screen.says(PREDICTED, LONG);
  });
}

async function type(action) {
  await screen.fill('textbox', /^Action/, action);
  await screen.page.keyboard.press('Enter');
}

test('the second visit needs no network for the model', async () => {
  await open();
  await screen.find('button', /^Predictor: Diorama default/, LONG);
  answer = 'gone';
  site.requests.length = 0;
  await screen.page.reload();
  await screen.click('button', 'Clock');
  await stepped(1);
  await screen.says(PREDICTED, LONG);
  assert.deepEqual(site.requests.filter((path) => path === MODEL), []);
});

for (const broken of ['gone', 'other']) {
  test(`a model that is ${broken}: the page says so and what to do, and loses nothing`, async () => {
    answer = broken;
    screen = await Screen.open(await browser.createBrowserContext(), `${site.origin}/`);
    // By key: the failure may be told, and the phone be moved by it, in the middle of a click.
    await (await screen.element('button', 'Clock')).focus();
    await screen.page.keyboard.press('Enter');
    await screen.says(/The model could not be loaded\..*The timeline is safe\./s, LONG);
    await screen.picture(`default-${broken}`);
    answer = 'whole';
    await screen.click('button', 'Try again');
    await stepped(1);
    await screen.says(PREDICTED, LONG);
  });
}
