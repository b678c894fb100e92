// The page without a prediction: worlds, recorded walks, the timeline, how it looks.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, prefer, steps, stepsAre, WORLDS } from './helpers/worlds.js';

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

test('a world with a recording plays two steps of it and stops', async () => {
  await chooseWorld(screen, WORLDS.android);
  await stepsAre(screen, 2);
  // Then it stops and waits for the person.
  await screen.says(/Tap anything/);
  assert.equal((await steps(screen)).length, 3);
});

test('undo and redo walk the timeline, by button and by key', async () => {
  await chooseWorld(screen, WORLDS.android);
  await stepsAre(screen, 2);
  const current = async () =>
    screen.page.$$eval('[aria-label="Timeline"] [role=option]', (buttons) =>
      buttons.findIndex((button) => button.getAttribute('aria-current') === 'step'),
    );
  assert.equal(await current(), 2);
  await screen.click('button', /^One step back/);
  assert.equal(await current(), 1);
  await screen.page.keyboard.press('z');
  assert.equal(await current(), 0);
  await screen.page.keyboard.press('y');
  assert.equal(await current(), 1);
  await screen.click('button', /^One step on/);
  assert.equal(await current(), 2);
});

test('an empty field says its name where it stands, and holds nothing', async () => {
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Settings');
  await stepsAre(screen, 1, 60_000);
  const field = await screen.element('textbox', 'Search settings');
  const { placeholder, value } = await field.evaluate(({ placeholder, value }) => ({
    placeholder,
    value,
  }));
  assert.deepEqual([placeholder, value], ['Search settings', '']);
});

for (const [domain, title] of Object.entries(WORLDS)) {
  test(`${title} is drawn: light, dark, on a narrow screen`, async () => {
    await chooseWorld(screen, title);
    await stepsAre(screen, 2);
    await screen.pictures(domain);
  });
}

test('what is moved sideways fades where there is more of it, and nowhere else', async () => {
  await screen.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 1 });
  await chooseWorld(screen, WORLDS.os);
  await stepsAre(screen, 2);
  /** Whether a part fades before and behind it, moved so far of its way. */
  const fades = (selector, part) =>
    screen.page.$eval(
      selector,
      async (it, part) => {
        it.scrollLeft = part * (it.scrollWidth - it.clientWidth);
        for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
        const style = getComputedStyle(it);
        return ['--before', '--behind'].map((it) => parseFloat(style.getPropertyValue(it)) > 0.5);
      },
      part,
    );
  for (const selector of ['.desktop .glass', '.steps']) {
    assert.deepEqual(await fades(selector, 0), [false, true], `${selector} at its start`);
    assert.deepEqual(await fades(selector, 0.5), [true, true], `${selector} in the middle`);
    assert.deepEqual(await fades(selector, 1), [true, false], `${selector} at its end`);
  }
  // All tabs of the inspector have room.
  assert.deepEqual(await fades('[role="tablist"]', 0), [false, false], 'tabs');
  // Where all has room again, nothing of it stays.
  await screen.page.setViewport({ width: 1280, height: 800, deviceScaleFactor: 1 });
  const wide = await fades('.desktop .glass', 0);
  assert.deepEqual(wide, [false, false], 'a desktop on a wide page');
});

test('a name that the timeline has no room for ends in an ellipsis, and is whole elsewhere', async () => {
  await screen.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 1 });
  await chooseWorld(screen, WORLDS.os);
  await stepsAre(screen, 2);
  await screen.page.keyboard.press('n');
  await stepsAre(screen, 3);
  const [cut, name, title] = await screen.page.$eval('.step.here', (it) => {
    const name = it.querySelector('.name');
    const { textOverflow, overflow, whiteSpace } = getComputedStyle(name);
    const style = [textOverflow, overflow, whiteSpace].join(' ');
    return [name.scrollWidth > name.clientWidth && style, name.textContent, it.title];
  });
  assert.equal(cut, 'ellipsis hidden nowrap');
  assert.ok(title.startsWith(name), title);
  await screen.click('button', 'Open the inspector');
  await screen.whole();
  const did = await screen.page.$eval('.did', (it) => it.innerText);
  assert.ok(did.toLowerCase().includes(name.toLowerCase()), did);
});
