// The page in another language: choosing it, keeping it, and what it lacks.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
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
/** Answers instead of the site's files, by path. */
let instead;

before(async () => {
  browser = await chromium();
});
after(() => browser?.close());
beforeEach(async () => {
  instead = new Map();
  const before = (request, response, { pathname }) => {
    const text = instead.get(pathname);
    if (text === undefined) return false;
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(text);
    return true;
  };
  site = await serve({ '/': DIST }, { before });
});
afterEach(() => site.close());

/** What was asked for of the words so far. */
const asked = () => site.requests.filter((path) => path.startsWith('/words/'));

/** Whether there is such a node now. */
const has = async (screen, role, name) => (await screen.all(role, name)).length > 0;

/** Opens the page for somebody whose browser prefers these languages. */
async function open(languages = ['en-US', 'en']) {
  const context = await browser.createBrowserContext();
  const screen = await Screen.open(context, `${site.origin}/`, {
    prepare: `Object.defineProperty(navigator, 'languages', { value: ${JSON.stringify(languages)} })`,
  });
  return { screen, close: () => context.close() };
}

/** Chooses a language in the sheet of keys. */
async function choose(screen, { keys, language, code }) {
  await screen.click('button', keys);
  const field = await screen.page.waitForSelector(`aria/${language}[role="combobox"]`);
  await Promise.all([screen.page.waitForNavigation(), field.select(code)]);
}

const toGerman = { keys: 'Keys', language: 'Language', code: 'de' };

test('English asks for no words', async () => {
  const { screen, close } = await open();
  await screen.find('button', 'Share', LONG);
  assert.deepEqual(asked(), []);
  assert.equal(await screen.page.$eval('html', (it) => it.lang), 'en');
  await close();
});

test('a language is chosen, stays after a reload, and is left again; steps stay', async () => {
  const { screen, close } = await open();
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await stepsAre(screen, 1, LONG);
  await screen.click('switch', (await screen.find('switch')).name);
  const taken = () => stepsAre(screen, 2, LONG);
  await taken();
  // Writing is under way at most for an instant.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await choose(screen, toGerman);

  const there = async () => {
    await screen.find('button', 'Teilen', LONG);
    await screen.find('tab', 'Neu');
    assert.equal(await screen.page.$eval('html', (it) => `${it.lang} ${it.dir}`), 'de ltr');
    await screen.until(
      async () => (await screen.page.$$('[aria-label="Zeitleiste"] li:not(.coming)')).length === 3,
      'the steps that were taken',
      LONG,
    );
    // What came of a step is said in the language too.
    await screen.find('option', /^Schritt 1, .*, neuer Bildschirm, /);
    await screen.find('option', /^Schritt 2 von 2, .*, 1 Knoten gesetzt, /);
  };
  await there();
  assert.equal(await has(screen, 'button', 'Share'), false);
  await screen.page.reload();
  await there();
  assert.deepEqual([...new Set(asked())], ['/words/de.json']);
  const before = asked().length;

  await choose(screen, { keys: 'Tasten', language: 'Sprache', code: 'en' });
  await screen.find('button', 'Share', LONG);
  await taken();
  await screen.find('option', /^Step 2 of 2, .*, 1 node set, /);
  assert.equal(asked().length, before);
  assert.deepEqual(screen.complaints, []);
  await close();
});

test('the browser’s own choice holds until there is another', async () => {
  const { screen, close } = await open(['fr-FR', 'de-AT', 'en']);
  await screen.find('button', 'Teilen', LONG);
  await choose(screen, { keys: 'Tasten', language: 'Sprache', code: 'en' });
  await screen.find('button', 'Share', LONG);
  await close();
});

test('what a language lacks is said in English, and so is all where it cannot be read', async () => {
  const file = JSON.parse(await readFile(join(DIST, 'words/de.json'), 'utf8'));
  delete file.words.Share;
  instead.set('/words/de.json', JSON.stringify(file));
  const { screen, close } = await open(['de']);
  await screen.find('button', 'Share', LONG);
  await screen.find('tab', 'Neu');
  instead.set('/words/de.json', '<!doctype html>');
  await screen.page.reload();
  await screen.find('tab', 'Changes', LONG);
  assert.equal(await screen.page.$eval('html', (it) => it.lang), 'en');
  await close();
});

test('axe finds nothing serious in German, and nothing runs over a narrow page', async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const { screen, close } = await open(['de']);
  await screen.find('button', 'Teilen', LONG);
  // Colours are measured once they stand still.
  await screen.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await screen.page.evaluate(axe);
  const sound = async (what) => {
    for (const width of [1280, 390, 360]) {
      await screen.page.setViewport({ width, height: 800, deviceScaleFactor: 1 });
      const { violations } = await screen.page.evaluate(() => globalThis.axe.run(document));
      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(grave.map(({ id, nodes }) => `${id} ${nodes[0].html}`), [], what);
      const over = await screen.page.$eval('html', (it) => it.scrollWidth - it.clientWidth);
      assert.equal(over, 0, `${what}, ${width} pixels wide`);
      if (process.env.SHOTS) {
        await screen.page.screenshot({ path: `${process.env.SHOTS}/${what}-${width}.png` });
      }
    }
    await screen.page.setViewport({ width: 1280, height: 800, deviceScaleFactor: 1 });
  };
  await sound('the page');
  for (const key of ['w', 'm', 's', '?']) {
    await screen.page.keyboard.press(key);
    await screen.find('button', 'Schließen');
    await sound(key === '?' ? 'keys' : key);
    await screen.page.keyboard.press('Escape');
    await screen.until(async () => !(await has(screen, 'button', 'Schließen')), 'a closed sheet');
  }
  await close();
});
