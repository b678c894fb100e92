// What axe-core can find wrong with the page, on each of its views, light and dark, wide and narrow.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, stepsAre, WORLDS } from './helpers/worlds.js';

/** Gravities that fail a test. */
const GRAVE = new Set(['serious', 'critical']);

let browser;
let site;
let axe;

before(async () => {
  browser = await chromium();
  site = await serve({ '/': DIST });
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
after(async () => {
  await browser?.close();
  await site?.close();
});

let screen;
beforeEach(async () => {
  screen = await Screen.open(browser, `${site.origin}/`);
  await screen.find('button', /^World: /);
});
afterEach(() => screen.close());

/**
 * A step is named by what was done there, as it is written, and then by all that came of it; what stands
 * beneath on the timeline is shorter. axe-core wants both texts in a row.
 */
const isStep = (id, html) => id === 'label-content-name-mismatch' && html.includes('class="knot"');

/** What is seriously wrong with what is shown. */
async function faults() {
  // Through the debugger: the page's own policy lets no foreign script in.
  await screen.page.evaluate(axe);
  const { violations } = await screen.page.evaluate(() => globalThis.axe.run(document));
  return violations
    .filter(({ impact }) => GRAVE.has(impact))
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => ({ id, help, html })))
    .filter(({ id, html }) => !isStep(id, html))
    .map(({ id, help, html }) => `${id}: ${help}\n  ${html}`);
}

/** Steps whose names do not have what was done as it is written. */
const misnamed = () =>
  screen.page.$$eval('.knot', (steps) =>
    steps
      .map((it) => [it.ariaLabel.toLowerCase(), it.querySelector('.name').textContent.toLowerCase()])
      .filter(([name, written]) => !name.includes(written)),
  );

/** Looks at it light and dark, wide and narrow. */
async function sound() {
  for (const scheme of ['light', 'dark']) {
    await screen.page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      // Colours are measured once they stand still.
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    for (const width of [1280, 390]) {
      await screen.page.setViewport({ width, height: 800, deviceScaleFactor: 1 });
      assert.deepEqual(await faults(), [], `${scheme}, ${width} pixels wide`);
      assert.deepEqual(await misnamed(), []);
    }
  }
}

for (const [domain, title] of Object.entries(WORLDS)) {
  test(`a world: ${domain}`, async () => {
    await chooseWorld(screen, title);
    // What is still playing cannot be judged.
    await stepsAre(screen, 2, 30_000);
    await sound();
  });
}

for (const tab of ['Changes', 'Text', 'Facts', 'Controls', 'Truth', 'Speed']) {
  test(`the tab ${tab}`, async () => {
    await screen.click('tab', tab);
    await screen.whole();
    await sound();
  });
}

for (const [sheet, key] of [
  ['Choose a world', 'w'],
  ['Open a new world', 'o'],
  ['Predictors', 'm'],
  ['Share this walk', 's'],
  ['Export this walk', 'x'],
  ['Keys', '?'],
]) {
  test(`the sheet “${sheet}”`, async () => {
    await screen.page.keyboard.press(key);
    await screen.find('dialog', sheet);
    await screen.whole();
    await sound();
  });
}

test('the sheet “Bring a world”, and an answer in it', async () => {
  await screen.click('button', /^World: /);
  await screen.click('button', /^Bring a world/);
  await screen.fill('textbox', 'A link, or a world as text', '{"prompt": 1, "response": 2}');
  await screen.click('button', 'Open');
  await screen.says(/looks like a row of AgentWorldBench/);
  await sound();
});

test('the sheet “Edit a world”', async () => {
  await screen.click('button', /^World: /);
  await screen.click('button', /^Edit /);
  await screen.find('dialog', 'Edit a world');
  await screen.find('textbox', 'Title');
  await sound();
});

test('a prediction beside the truth, then two steps side by side', async () => {
  await screen.click('button', 'Clock');
  await screen.says(/Predicted in/, 60_000);
  await screen.click('tab', 'Truth');
  await screen.until(() => screen.page.$('[aria-label="Scores"] table'), 'scores', 60_000);
  await sound();
  await screen.page.setViewport({ width: 1280, height: 800, deviceScaleFactor: 1 });
  await screen.page.keyboard.press('c');
  await screen.find('region', 'Comparison');
  await sound();
});

for (const path of ['how-to-embed.html', 's/alarms/', 'embed.html#w=alarms']) {
  test(`the page ${path}`, async () => {
    await screen.page.goto(`${site.origin}/${path}`);
    await sound();
  });
}
