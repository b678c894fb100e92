// The main walk and a link, in Chromium and in Firefox, on the CPU and through WebGPU: open the page,
// click, see what the model predicts, go back, take another way, keep it over a reload, pass it on.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chromium, firefox } from './helpers/browser.js';
import { Place } from './helpers/host.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settled, settles } from './helpers/wait.js';

/** Loading the model and a step through software WebGPU on a busy machine, in milliseconds. */
const LONG = 120_000;

for (const [name, launch] of [
  ['Chromium', chromium],
  ['Firefox', firefox],
]) {
  describe(name, () => {
    let browser;
    let site;
    /** What consoles and pages said that they should not have. */
    let complaints;

    before(async () => {
      site = await serve({ '/deep/down/': DIST });
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    /** Opens the page, at a link perhaps. */
    async function open(hash = '') {
      complaints = [];
      const page = await browser.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.setViewport({ width: 1280, height: 800 });
      await page.goto(`${site.origin}/deep/down/${hash}`);
      return new Place(page);
    }

    /** Waits until the timeline has so many steps. */
    const stepped = (place, count) =>
      place.frame.waitForFunction(
        (count) =>
          document.querySelectorAll('[aria-label="Timeline"] li:not(.coming)').length === count + 1,
        { timeout: LONG, polling: 100 },
        count,
      );

    /** Presses a button whose name begins like this. */
    async function pressNamed(place, pattern) {
      const handle = await place.frame.waitForFunction(
        (source) => {
          const named = new RegExp(source);
          const buttons = [...document.querySelectorAll('button')];
          return buttons.find((it) => named.test(it.ariaLabel ?? it.textContent.trim()));
        },
        { timeout: LONG, polling: 100 },
        pattern.source,
      );
      await handle.click();
    }

    /** The world as it is drawn. */
    const drawn = (place) => place.frame.$eval('.table', (table) => table.innerText);

    for (const executor of ['CPU', 'GPU']) {
      test(`the main walk on the ${executor}`, async () => {
        const place = await open();
        await place.find('button', 'Clock', LONG);
        await place.says(/Diorama default/, LONG);
        if (executor === 'GPU') {
          await pressNamed(place, /^Predictor: /);
          await place.press('radio', 'GPU', LONG);
          await pressNamed(place, /^Load( again)? Diorama default/);
          await place.says(/Diorama default[^\n]* · GPU/, LONG);
          await place.press('button', 'Close', LONG);
        }
        await place.press('button', 'Clock', LONG);
        await stepped(place, 1);
        await place.says(/Predicted in [\d.]+ m?s.*(sure|unsure)[^%]*%/s, LONG);
        await place.says(new RegExp(`Diorama default[^\\n]*${executor}`), LONG);
        const first = await settled(() => drawn(place), 'the first screen');
        await place.frame.keyboard.press('z');
        await place.press('button', 'Settings', LONG);
        await stepped(place, 2);
        const second = await settled(() => drawn(place), 'the second screen');
        assert.notEqual(first, second);
        // Writing what is kept is under way at most for an instant.
        await new Promise((resolve) => setTimeout(resolve, 1000));
        await place.frame.reload();
        await stepped(place, 2);
        await settles(() => drawn(place), second, 'the second screen, reloaded', LONG);
        assert.deepEqual(complaints, []);
        await place.frame.close();
      });
    }

    test('a link: the same screens at the same place, and on from there', async () => {
      const mine = await open();
      await mine.find('button', 'Clock', LONG);
      await mine.press('button', 'Clock', LONG);
      await stepped(mine, 1);
      await mine.says(/Predicted in/, LONG);
      const before = await settled(() => drawn(mine), 'the screen');
      await mine.press('button', 'Share', LONG);
      const field = await mine.find('textbox', 'Link', LONG);
      const hash = await field.evaluate(async (it) => {
        while (!it.value.includes('#1')) await new Promise((resolve) => setTimeout(resolve, 100));
        return it.value.slice(it.value.indexOf('#'));
      });
      await mine.frame.close();
      site.requests.length = 0;
      const theirs = await open(hash);
      await stepped(theirs, 1);
      await settles(() => drawn(theirs), before, 'the screen of the link', LONG);
      await theirs.says(/From a link\. Predicted by Diorama default/i, LONG);
      await theirs.press('button', 'Run it live', LONG);
      await theirs.says(/Predicted in/, LONG);
      assert.deepEqual(complaints, []);
      await theirs.frame.close();
    });
  });
}
