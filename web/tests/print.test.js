// The page on paper: a trace of the open branch, and nothing that can be pressed.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST, SCREENSHOTS } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, prefer, stepsAre } from './helpers/worlds.js';

/** A step on a busy machine, in milliseconds. */
const LONG = 60_000;

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
  await prefer(screen, 'Reference environment');
});
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

const stepped = (count) => stepsAre(screen, count, LONG);

const tell = (event) => screen.page.evaluate((it) => dispatchEvent(new Event(it)), event);

/** The trace that is drawn, if one is. */
const trace = () => screen.page.evaluate(() => document.querySelector('.trace')?.innerText);

/** Puts the page on paper and says how many pages that took. */
async function pdf(name, of = screen) {
  await mkdir(SCREENSHOTS, { recursive: true });
  const path = join(SCREENSHOTS, `${name}.pdf`);
  const bytes = await of.page.pdf({ path, preferCSSPageSize: true, printBackground: true });
  return Buffer.from(bytes).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** What can be pressed or typed into and is displayed. */
const controls = () =>
  screen.page.evaluate(
    () =>
      [...document.querySelectorAll('button, input, textarea, select, a, [role="tab"]')].filter(
        (it) => it.checkVisibility(),
      ).length,
  );

test('a walk through a phone is printed: title, task, facts, each step with its screen', async () => {
  await chooseWorld(screen, 'A phone');
  const [first, second] = ['Clock', 'Back'];
  await screen.click('button', first);
  await stepped(1);
  await screen.click('button', second);
  await stepped(2);
  const names = await screen.page.$$eval('.steps .name', (all) => all.map((it) => it.textContent));
  assert.equal(names.length, 3);
  assert.equal(await trace(), undefined, 'nothing of the trace is there before');

  await screen.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await screen.page.emulateMediaType('print');
  await tell('beforeprint');
  const text = await trace();
  for (const name of names) assert.ok(text.toLowerCase().includes(name.toLowerCase()), name);
  assert.match(text, /^A phone/);
  assert.match(text, /Facts at the start/);
  assert.equal(text.match(/Played by the reference environment/g)?.length, 2);
  const printed = await screen.page.$$eval('.printed-step', (all) =>
    all.map((it) => [it.querySelector('pre')?.textContent ?? '', getComputedStyle(it).breakInside]),
  );
  assert.equal(printed.length, 3);
  assert.match(printed[0][0], /“Clock”/);
  assert.ok(printed[1][0].split('\n').length > 3, 'the second screen is told');
  for (const [, inside] of printed) assert.equal(inside, 'avoid');
  assert.equal(await controls(), 0);
  const colours = await screen.page.evaluate(() => [
    getComputedStyle(document.body).backgroundColor,
    getComputedStyle(document.querySelector('.trace pre')).color,
  ]);
  assert.deepEqual(colours, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);

  await tell('afterprint');
  await screen.page.emulateMediaType('screen');
  assert.equal(await trace(), undefined);
  assert.ok((await controls()) > 10);
});

test('before the second part has come, the title and the screen are printed', async () => {
  const narrow = { width: 390, height: 844 };
  const small = await Screen.open(browser, `${site.origin}/`, narrow);
  await small.find('button', 'Clock');
  assert.equal(await small.page.$('link[href="./later.css"]'), null, 'nobody asked for it yet');
  const seen = () => small.page.evaluate(() => document.body.innerText);
  assert.match(await seen(), /Share/);

  await small.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await small.page.emulateMediaType('print');
  const text = await seen();
  assert.match(text, /^A phone\n/);
  assert.match(text, /Clock/);
  for (const word of ['Share', 'Diorama', 'Changes']) assert.doesNotMatch(text, new RegExp(word));
  const drawn = await small.page.$eval('.glass', (it) => it.getBoundingClientRect().height);
  assert.ok(drawn > 400, `${drawn} pixels high`);
  const [paper, ink] = await small.page.evaluate(() => [
    getComputedStyle(document.querySelector('.frame')).backgroundColor,
    getComputedStyle(document.querySelector('.glass .t')).color,
  ]);
  assert.deepEqual([paper, ink], ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  await mkdir(SCREENSHOTS, { recursive: true });
  await small.page.setViewport({ width: 670, height: 1000 });
  await small.picture('print-early');
  await small.page.emulateMediaType('screen');
  await small.page.setViewport(narrow);
  assert.equal(await pdf('print-early', small), 1);
  assert.match(await seen(), /Share/, 'the page as it was');
  assert.deepEqual(small.complaints, []);
  await small.close();
});

test('the browser says itself that it prints', async () => {
  await chooseWorld(screen, 'A terminal');
  for (const [count, command] of ['echo one > note.txt', 'cat note.txt'].entries()) {
    await screen.fill('textbox', 'Type at the terminal', command);
    await screen.page.keyboard.press('Enter');
    await stepped(count + 1);
  }
  await screen.page.evaluate(() => {
    // What is drawn is seen as it comes: it goes again as soon as the browser is done.
    new MutationObserver(() => {
      const count = document.querySelectorAll('.printed-step').length;
      globalThis.printed = Math.max(globalThis.printed ?? 0, count);
    }).observe(document.body, { childList: true, subtree: true });
  });
  assert.ok((await pdf('print')) >= 1);
  assert.equal(await screen.page.evaluate(() => globalThis.printed), 3);
  await screen.until(async () => (await trace()) === undefined, 'the page as it was');
});
