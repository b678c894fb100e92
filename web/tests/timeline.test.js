// The timeline as a tree, by role and label: walking it, playing it, pinning, naming, deleting and
// forking steps, two places side by side; by keyboard alone; with two hundred steps.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';
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
  await prefer(screen, 'Reference environment');
});
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

/** Waits until so many steps are there, on all branches together. */
const stepped = (count) => stepsAre(screen, count);

const key = (name) => screen.page.keyboard.press(name);

/** Types a command at the terminal, and waits for its step. */
async function type(command, count) {
  await screen.fill('textbox', 'Type at the terminal', command);
  await key('Enter');
  await stepped(count);
  // Keys are the page's again.
  await key('Escape');
}

/** What is said of the step that is shown. */
const current = () =>
  screen.page.$eval('[aria-label="Timeline"] [aria-current=step]', (it) => it.ariaLabel);

/** What is said of what has the focus. */
const focused = () => screen.page.evaluate(() => document.activeElement?.ariaLabel ?? '');

/** Waits until the focus is on what is told like this. */
const focusIsOn = (told) =>
  screen.until(async () => told.test(await focused()), `the focus on ${told}`);

/** Waits until something has the focus. */
const focusIsKept = () =>
  screen.until(
    () => screen.page.evaluate(() => document.activeElement.tagName !== 'BODY'),
    'the focus on something',
  );

/** Waits until the step that is shown is told like this. */
const stands = (pattern) =>
  screen.until(async () => pattern.test(await current()), `the step ${pattern}`);

/** The thumbnails as pictures are told apart: their paths. */
const thumbnails = () =>
  screen.page.$$eval('.thumb', (all) =>
    all.map((it) => [...it.querySelectorAll('path')].map((path) => path.getAttribute('d')).join()),
  );

/** A terminal with two branches: `pwd`, then `ls` and `echo`, and `date` instead of them. */
async function forked() {
  await chooseWorld(screen, 'A terminal');
  await type('pwd', 1);
  await type('ls', 2);
  await type('echo one and two', 3);
  await key('z');
  await key('z');
  await stands(/^Step 1 /);
  await type('date', 4);
}

test('every step has a small picture of its screen, and is told in words', async () => {
  await forked();
  const all = await thumbnails();
  assert.equal(all.length, 5);
  assert.ok(all.every(Boolean), 'an empty picture');
  assert.equal(new Set(all).size, 5, 'two steps look the same');
  await stands(/^Step 2 of 2, type date, .+, branch 2, reference$/);
  await screen.find('listbox', 'Steps');
  const options = await screen.all('option', /^Step \d/);
  assert.equal(options.length, 4);
  await screen.pictures('timeline-terminal');
});

for (const [domain, title] of Object.entries(WORLDS)) {
  test(`${title}: pictures of its screens`, async () => {
    await chooseWorld(screen, title);
    await stepped(2);
    for (let count = 3; count <= 4; count += 1) {
      await key('n');
      await stepped(count);
    }
    assert.ok((await thumbnails()).every(Boolean), 'an empty picture');
    await screen.pictures(`timeline-${domain}`);
  });
}

test('the tree is walked by keyboard alone, as one stop of the Tab key', async () => {
  await forked();
  // From the tools one Tab leads to the step that is shown, the next away from the tree.
  const tool = await screen.element('button', 'Delete');
  await tool.focus();
  await key('Tab');
  await focusIsOn(/^Step 2 of 2, type date/);
  for (const [press, told] of [
    ['ArrowUp', /^Step 2 of 3, type ls/],
    ['ArrowRight', /^Step 3 of 3, type echo/],
    ['Home', /^The start/],
    ['End', /^Step 3 of 3/],
    ['ArrowDown', /^Step 2 of 2, type date/],
    ['ArrowLeft', /^Step 1 of 2, type pwd/],
  ]) {
    await key(press);
    await stands(told);
    await focusIsOn(told);
  }
  await key('Tab');
  await screen.until(async () => !/^Step|^The start/.test(await focused()), 'the focus elsewhere');
});

test('a step is pinned and named, by button and by key', async () => {
  await forked();
  await screen.click('button', 'Pin');
  await stands(/pinned$/);
  await key('p');
  await stands(/reference$/);
  await key('p');
  await screen.click('button', 'Rename');
  await screen.fill('textbox', 'Name of this step', 'The time');
  await screen.picture('timeline-naming');
  await key('Enter');
  await stands(/^Step 2 of 2, The time, .*pinned$/);
  // The focus is on the step, so the next key is the timeline's.
  await focusIsOn(/The time/);
  await key('e');
  await screen.fill('textbox', 'Name of this step', 'Something else');
  await key('Escape');
  await stands(/The time/);
  await key('F2');
  const field = await screen.element('textbox', 'Name of this step');
  await field.click({ count: 3 });
  await key('Backspace');
  await key('Enter');
  await stands(/^Step 2 of 2, type date/);
});

test('a step is deleted and put back; several only when asked', async () => {
  await forked();
  await key('Delete');
  await stepped(3);
  await stands(/^Step 1 of 3, type pwd/);
  await screen.click('button', 'Undo delete');
  await stepped(4);
  await stands(/type date/);
  await key('z');
  await screen.click('button', 'Delete');
  await screen.says(/4 steps in all/);
  await screen.picture('timeline-delete');
  await screen.click('button', 'Keep them');
  await stepped(4);
  await key('Delete');
  await screen.click('button', 'Delete 4 steps');
  await stepped(0);
  await stands(/^The start/);
  await screen.says(/4 steps deleted/);
  await screen.pictures('timeline-deleted');
  // The focus is not lost with what had it.
  await focusIsKept();
  await key('u');
  await stepped(4);
  // Something else done makes it final.
  await key('Delete');
  await screen.click('button', 'Delete 4 steps');
  await type('uptime', 1);
  assert.deepEqual(await screen.all('button', 'Undo delete'), []);
});

test('fork goes back with the action in hand; another one makes another branch', async () => {
  await forked();
  await key('f');
  await stands(/^Step 1 of/);
  const line = () =>
    screen.page.evaluate(() => {
      const { id, value, selectionStart, selectionEnd } = document.activeElement;
      return { id, value, all: selectionEnd - selectionStart === value.length };
    });
  await screen.until(async () => (await line()).id === 'action-line', 'the action line');
  const { value, all } = await line();
  assert.match(value, /date/);
  assert.ok(all, 'not all of it is chosen');
  await screen.page.keyboard.type(value.replace('date', 'whoami'));
  await key('Enter');
  await stepped(5);
  await stands(/^Step 2 of 2, type whoami, .*branch 3/);
});

test('a branch plays to its end, pauses, and plays again', async () => {
  await forked();
  await key('ArrowUp');
  await screen.page.select('select[aria-label=Pace]', 'fast');
  await key('Home');
  await stands(/^The start/);
  await screen.page.evaluate(() => document.activeElement.blur());
  await key('Space');
  await screen.find('button', 'Pause');
  await screen.says(/Playing this branch/);
  await stands(/^Step 3 of 3/);
  await screen.find('button', 'Play from the start');
  await screen.click('button', 'Play from the start');
  await stands(/^Step 1 of 3/);
  // Anything done meanwhile pauses it.
  await key('z');
  await screen.find('button', 'Play');
  const before = await current();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(await current(), before);
});

test('two branches side by side, in a world of text', async () => {
  await forked();
  await key('c');
  await screen.says(/\d+ lines? differs?/);
  await screen.find('region', 'Comparison');
  await screen.find('figure', /^A: step 2 of 2, type date/);
  await screen.find('figure', /^B: step 2 of 3, type ls/);
  await screen.says(/They part after step 1 of \d, type pwd/);
  // Both walk along their branches.
  await key('z');
  await screen.says(/Nothing differs/);
  await key('y');
  await screen.says(/lines? differs?/);
  // Another is chosen in the tree.
  await screen.click('option', /^Step 3.*type echo/);
  await screen.find('figure', /^B: step 3 of 3, type echo/);
  await screen.click('button', 'Swap');
  await screen.find('figure', /^A: step 3 of 3, type echo/);
  await screen.pictures('timeline-compare-terminal');
  await key('Escape');
  await stands(/^Step 3 of 3, type echo/);
  await settles(() => screen.all('region', 'Comparison'), [], 'the comparison');
  await focusIsKept();
});

for (const [domain, title] of Object.entries(WORLDS)) {
  test(`${title}: two places side by side`, async () => {
    await chooseWorld(screen, title);
    await stepped(2);
    await key('n');
    await stepped(3);
    await screen.click('button', 'Compare with…');
    await screen.says(/differs?/);
    const marked = await screen.page.$$eval('.sides figure', (sides) =>
      sides.map((side) => side.querySelectorAll('.n.added, .n.changed').length),
    );
    const listed = await screen.page.$$eval('.differences li', (rows) => rows.length);
    assert.ok(marked[0] + marked[1] > 0 && listed > 0, `${marked} marked, ${listed} listed`);
    await screen.pictures(`timeline-compare-${domain}`);
    await screen.click('button', 'Close');
    await screen.find('tab', 'Changes');
  });
}

test('a sheet opened again the moment it closes stays open', async () => {
  await key('?');
  await screen.find('dialog', 'Keys');
  // No key of a person or a driver comes so early that it is sure to be ahead of the close event.
  await screen.page.evaluate(() => {
    const sheet = document.querySelector('dialog[open]');
    const press = () => {
      if (sheet.open) return;
      seen.disconnect();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
    };
    const seen = new MutationObserver(press);
    seen.observe(sheet, { attributeFilter: ['open'] });
    const late = new Promise((done) => sheet.addEventListener('close', done, { once: true }));
    [...sheet.querySelectorAll('button')].find(({ textContent }) => textContent === 'Close').click();
    return late.then(() => new Promise((done) => setTimeout(done, 100)));
  });
  assert.ok(await screen.page.$('dialog[open]'), 'the sheet is open');
  await screen.closeSheet();
});

test('the list of keys has them in groups', async () => {
  await key('?');
  for (const group of ['The world', 'The timeline', 'The step shown', 'The page']) {
    await screen.find('heading', group);
  }
  await screen.pictures('timeline-keys');
});

test('two hundred steps and fifty forks stay quick', async () => {
  await chooseWorld(screen, 'A terminal');
  await type('pwd', 1);
  const early = await screen.page.evaluate(walkAbout, 10);
  const grows = await screen.now();
  const forks = await screen.page.evaluate(grow, 200, 50);
  const growing = await screen.longTasks(grows);
  assert.equal((await steps(screen)).length, 201);
  const since = await screen.now();
  const late = await screen.page.evaluate(walkAbout, 40);
  const long = await screen.longTasks(since);
  console.log(`a step back or on, ${forks} forks: ${late.toFixed(1)} ms, at first ${early.toFixed(1)} ms`);
  for (const [what, tasks] of [['growing', growing], ['walking', long]]) {
    const longest = Math.max(0, ...tasks.map(({ duration }) => duration));
    console.log(`${what}: ${tasks.length} tasks over 50 ms, the longest ${longest} ms`);
  }
  await screen.picture('timeline-many-light');
  await screen.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2 });
  // The step that is shown is in view, also in a window that became smaller.
  const inView = () => screen.page.evaluate(() => {
    const step = document.querySelector('[aria-current=step]').getBoundingClientRect();
    const strip = document.querySelector('[role=listbox]').getBoundingClientRect();
    return step.left >= strip.left && step.right <= strip.right && step.top >= strip.top - 1;
  });
  await screen.until(inView, 'the step that is shown');
  await screen.picture('timeline-many-narrow');
  assert.ok(late < 100, `${late} ms for a step`);
});

/** In the page: walks back and on so many times; milliseconds of work for each. */
async function walkAbout(times) {
  const press = (key) =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  let work = 0;
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    press(i % 2 === 0 ? 'z' : 'y');
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    document.body.getBoundingClientRect();
    work += performance.now() - start;
    await frame();
  }
  return work / times;
}

/** In the page: grows the timeline to so many steps with about so many forks. */
async function grow(count, forks) {
  const options = () => [...document.querySelectorAll('[role=option]')];
  const wait = async (look) => {
    while (!look()) await new Promise((resolve) => setTimeout(resolve, 4));
  };
  let forked = 0;
  while (options().length <= count) {
    const before = options().length;
    if (before % 4 === 0 && forked < forks) {
      // Somewhere behind, but not always in the same place.
      options()[Math.max(1, before - 3 - ((before * 5) % 40))]?.click();
      forked += 1;
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    await wait(() => document.querySelector('.typing'));
    const field = document.querySelector('.typing');
    field.value = `echo ${before}`;
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await wait(() => options().length > before);
  }
  return forked;
}
