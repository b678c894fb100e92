// A password stands nowhere in clear unless somebody asks for the state as text: not in the drawing, the
// names of steps, the list of changes, what is told to people who do not see it, on paper, in pictures.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, stepsAre, WORLDS } from './helpers/worlds.js';

/** The passwords that the recording types. */
const SECRETS = ['lantern', 'harbour42'];

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
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

/** All that is seen or read out: texts, what fields show, what controls are called. */
const seen = () =>
  screen.page.evaluate(() => {
    const all = [...document.querySelectorAll('body *')];
    const shows = (it) => ['textarea', 'input[type="text"]'].some((kind) => it.matches(kind));
    const said = ['title', 'aria-label', 'aria-valuetext', 'placeholder', 'alt'];
    return [
      document.body.innerText,
      ...all.filter(shows).map(({ value }) => value),
      ...all.flatMap((it) => said.map((name) => it.getAttribute(name) ?? '')),
      ...[...document.querySelectorAll('.sr, .heard, [aria-live]')].map((it) => it.textContent),
    ].join('\n');
  });

async function isHidden(where) {
  const text = await seen();
  for (const secret of SECRETS) assert.ok(!text.includes(secret), `${where} says ${secret}`);
}

test('a password is dots wherever it would be seen', async () => {
  screen = await Screen.open(browser, `${site.origin}/`);
  await chooseWorld(screen, WORLDS.web);
  await stepsAre(screen, 2);
  for (const count of [3, 4]) {
    await screen.page.keyboard.press('n');
    await stepsAre(screen, count);
    await screen.whole();
    await isHidden(`step ${count}`);
  }
  // The drawing has it as a field that hides what it holds.
  const field = await screen.page.$eval('.browser input[aria-label="Password"]', (it) => [it.type, it.value]);
  assert.deepEqual(field, ['password', 'harbour42']);
  await screen.click('tab', 'Changes');
  await screen.says(/•••••••••/);
  const names = await screen.page.$$eval('.steps .name', (all) => all.map((it) => it.textContent));
  assert.match(names.at(-1), /^type “•••••••••” into Password$/);

  await screen.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const paper = await screen.page.$eval('.trace', (it) =>
    [...it.querySelectorAll('.printed-step')].map((step) => step.textContent).join('\n'),
  );
  assert.match(paper, /field “Password”: •••••••••/);
  for (const secret of SECRETS) assert.ok(!paper.includes(secret), `paper says ${secret}`);
  await screen.page.evaluate(() => dispatchEvent(new Event('afterprint')));

  // Who asks for the state as text gets all of it.
  await screen.click('tab', 'Text');
  await screen.says(/harbour42/);
});
