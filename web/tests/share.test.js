// Links, by role and label: made of a walk, opened elsewhere to the same screens, run live; links
// that are none; worlds that are fetched when they are chosen.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST, ROOT } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';
import { chooseWorld, prefer, steps, stepsAre } from './helpers/worlds.js';

/** A step of a model on a busy machine, in milliseconds. */
const LONG = 60_000;

let browser;
let site;
/** Addresses that the server does not have. */
let missing;
/** Pages opened by the test that runs. */
let opened;

before(async () => {
  browser = await chromium();
  site = await serve(
    { '/': DIST },
    {
      before(request, response, url) {
        if (!missing?.test(url.pathname)) return false;
        response.writeHead(503).end();
        return true;
      },
    },
  );
});
after(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(() => {
  missing = undefined;
  opened = [];
  site.requests.length = 0;
});
afterEach(async () => {
  for (const screen of opened) await screen.close();
});

/** A page of somebody else's browser: nothing of another page's is kept there. */
async function open(hash = '', options = {}) {
  const context = await browser.createBrowserContext();
  await context.overridePermissions(site.origin, ['clipboard-read', 'clipboard-sanitized-write']);
  const screen = await Screen.open(context, `${site.origin}/${hash}`, options);
  opened.push({ close: () => context.close() });
  return screen;
}

const golden = async (name) =>
  (await readFile(join(ROOT, `engine/world/tests/links/1/${name}.txt`), 'utf8')).trim();

const stepped = (screen, count) => stepsAre(screen, count, LONG);

/** What a page shows of its world: which, its screen, the place on the timeline. */
async function shown(screen) {
  await screen.page.waitForSelector('[aria-label="Timeline"] [aria-current=step]');
  const { name: title } = await screen.find('button', /^World: /);
  const place = await screen.page.$eval('[aria-label="Timeline"] [aria-current=step]', (it) =>
    [...document.querySelectorAll('[aria-label="Timeline"] li')].indexOf(it.closest('li')),
  );
  const text = await screen.page.$eval('.table', (table) => table.innerText);
  return { title, place, text, steps: (await steps(screen)).length };
}

/** A phone stepped by its reference environment: three steps, and one of them undone. */
async function walked() {
  const screen = await open();
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await stepped(screen, 1);
  await screen.click('button', 'Back');
  await stepped(screen, 2);
  await screen.click('button', 'Settings');
  await stepped(screen, 3);
  return screen;
}

/** What stands in a field of the sheet. */
async function snippet(screen, name) {
  const { value } = await screen.find('textbox', name);
  return value;
}

/** The link of the open walk, with the address. */
async function link(screen) {
  await screen.page.keyboard.press('s');
  const value = await snippet(screen, 'Link');
  await screen.click('button', 'Close');
  return value;
}

const hashOf = (address) => new URL(address).hash;

/** Puts a link into the address bar, as a person who pastes it there. */
const follow = (screen, hash) =>
  screen.page.evaluate((hash) => {
    location.hash = hash;
  }, hash);

test('a walk is passed on: the same screens at the same place, without a model', async () => {
  const mine = await walked();
  await mine.page.keyboard.press('z');
  const before = await shown(mine);
  assert.deepEqual([before.place, before.steps], [2, 4]);
  await mine.click('button', 'Share');
  await mine.click('radio', 'Whole branch');
  const address = await mine.until(async () => {
    const value = await snippet(mine, 'Link');
    return (await mine.text()).includes('for 3 steps') && value;
  }, 'a link of the whole branch');
  assert.ok(address.startsWith(`${site.origin}/#1`));
  await mine.pictures('share');
  assert.deepEqual(mine.complaints, []);

  // What is asked for from here on is asked for by the link.
  await mine.close();
  missing = /^\/models\//;
  site.requests.length = 0;
  const theirs = await open(hashOf(address));
  const foreign = [];
  theirs.page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:/.test(url.protocol) && url.origin !== site.origin) foreign.push(url.href);
  });
  await settles(() => shown(theirs), before, 'what the link shows', LONG);
  await theirs.says(/From a link\. Played by a reference environment/);
  assert.deepEqual(theirs.complaints, []);
  // What is known besides comes along.
  await theirs.click('tab', 'Facts');
  await theirs.says(/after this step/);
  await theirs.page.keyboard.press('y');
  await settles(async () => (await shown(theirs)).place, 3, 'the place');
  assert.deepEqual(site.requests.filter((path) => missing.test(path)), []);
  assert.deepEqual(site.requests.filter((path) => /^\/(lean|worker|truth|remote)/.test(path)), []);
  assert.deepEqual(foreign, []);
  assert.equal(hashOf(theirs.page.url()), hashOf(address));
  await theirs.pictures('link-opened');
});

test('the sheet copies the link, the widget and a badge, and leaves the address alone', async () => {
  const screen = await walked();
  await screen.page.keyboard.press('s');
  const address = await snippet(screen, 'Link');
  const { hash } = new URL(address);
  const copied = () => screen.page.evaluate(() => navigator.clipboard.readText());
  await screen.click('button', 'Copy: Link');
  await screen.says(/Copied\./);
  await settles(copied, address, 'what was copied');
  await screen.click('button', /^Copy: .*HTML/);
  await screen.until(async () => (await copied()).startsWith('<iframe '), 'the widget');
  const frame = await copied();
  assert.ok(frame.includes(`src="${site.origin}/embed.html${hash}"`), frame);
  assert.ok(frame.includes('title="A phone"'), frame);
  assert.ok(frame.includes('sandbox="allow-scripts'), frame);
  await screen.click('button', /^Copy: .*Markdown/);
  await screen.until(async () => (await copied()).startsWith('[![Open in Diorama]'), 'the badge');
  assert.ok((await copied()).endsWith(`(${address})`));
  assert.equal((await fetch(`${site.origin}/badge.svg`)).status, 200);
  assert.equal(screen.page.url(), `${site.origin}/`);
  await screen.click('button', 'Put it in the address bar');
  await screen.until(() => screen.page.url() === address, 'the link in the address bar');
  // Nothing was opened by that: the walk is still its own.
  await screen.click('button', 'Close');
  await settles(async () => (await shown(screen)).place, 3, 'the place');
  assert.deepEqual(screen.complaints, []);
});

test('a world that somebody changed is in its link', async () => {
  const screen = await open(`#${await golden('changed')}`);
  await screen.find('button', 'World: A phone, mine');
  await screen.click('tab', 'Controls');
  const instructions = await screen.element('textbox', /^Instructions in words/);
  await settles(() => instructions.evaluate((it) => it.value), 'It rains.', 'the instructions');
  assert.deepEqual(screen.complaints, []);
});

test('a world of one’s own is in its link', async () => {
  const mine = await open();
  await mine.find('button', /^World: /);
  await mine.page.keyboard.press('o');
  await mine.click('radio', /^Terminal/);
  await mine.fill('textbox', /^Seed/, '41');
  await mine.click('switch', /^Disk full/);
  await mine.click('button', 'Open the world');
  await mine.find('button', 'World: Terminal 41');
  await prefer(mine, 'Reference environment');
  await mine.fill('textbox', 'Type at the terminal', 'echo kept > note.txt');
  await mine.page.keyboard.press('Enter');
  await mine.says(/No space left on device/);
  await mine.page.keyboard.press('Escape');
  const address = await link(mine);
  const theirs = await open(hashOf(address));
  await theirs.find('button', 'World: Terminal 41');
  await theirs.says(/No space left on device/);
  await theirs.click('tab', 'Controls');
  await theirs.says(/disk/i);
  assert.deepEqual(theirs.complaints, []);
});

test('a link that comes into the address opens', async () => {
  const screen = await open();
  await screen.find('button', 'World: A phone');
  await follow(screen, `#${await golden('recorded')}`);
  await screen.find('button', 'World: Alarms');
  await stepped(screen, 6);
  await screen.says(/From a link\. Recorded\./);
  assert.deepEqual(screen.complaints, []);
});

test('steps of one’s own are kept, or given up by choice', async () => {
  const screen = await walked();
  const before = await shown(screen);
  const recorded = await golden('recorded');
  await follow(screen, `#${recorded}`);
  await screen.find('dialog', 'Open the link?');
  await screen.says(/Alarms, 6 steps.*closes A phone with 3 steps/s);
  await screen.pictures('link-replace');
  await screen.click('button', 'Keep mine');
  await settles(() => shown(screen), before, 'the walk that is kept');
  // Escape keeps them too.
  await follow(screen, '#');
  await follow(screen, `#${recorded}`);
  await screen.find('dialog', 'Open the link?');
  await screen.page.keyboard.press('Escape');
  await settles(() => shown(screen), before, 'the walk that is kept');
  await follow(screen, '#');
  await follow(screen, `#${recorded}`);
  await screen.click('button', 'Open the link');
  await screen.find('button', 'World: Alarms');
  await stepped(screen, 6);
  assert.deepEqual(screen.complaints, []);
});

test('what is no link is answered in words, and what is open stays', async () => {
  const screen = await walked();
  const before = await shown(screen);
  for (const [name, words] of [
    ['cut', /The end of this link is missing/],
    ['letter', /This link is damaged/],
    ['space', /This link is damaged/],
    ['newer-version', /made by a newer Diorama/],
    ['newer-field', /a newer one made it/],
    ['newer-scenario', /a newer one made it/],
    ['newer-step', /a newer one made it/],
    ['bomb', /This link is too large/],
    ['deep', /a newer one made it/],
    ['unknown-world', /which this Diorama does not have/],
    ['changed-world', /has changed since this link was made/],
  ]) {
    await follow(screen, `#${await golden(name)}`);
    await screen.says(words);
    await settles(() => shown(screen), before, name);
    if (name === 'cut') await screen.pictures('link-refused');
    await screen.click('button', 'Never mind');
  }
  assert.deepEqual(screen.complaints, []);
});

test('a page opened with what is no link says so and shows its first world', async () => {
  const screen = await open(`#${await golden('letter')}`);
  await screen.says(/This link is damaged/);
  await screen.find('button', 'World: A phone');
  await screen.find('button', 'Clock');
  assert.deepEqual(screen.complaints, []);
});

test('a link is pasted where worlds are chosen', async () => {
  const screen = await open();
  await screen.click('button', /^World: /);
  await screen.click('button', /^Bring a world/);
  await screen.fill('textbox', /^A link, or a world/, 'https://example.org/#1');
  await screen.click('button', 'Open');
  await screen.says(/not a Diorama link|end of this link is missing/);
  await screen.pictures('link-paste');
  const address = `https://example.org/diorama/#${await golden('recorded')}`;
  await screen.click('button', /^World: /);
  await screen.click('button', /^Bring a world/);
  await screen.fill('textbox', /^A link, or a world/, address);
  await screen.click('button', 'Open');
  await screen.find('button', 'World: Alarms');
  assert.deepEqual(screen.complaints, []);
});

test('a link is opened from a file', async () => {
  const file = join(tmpdir(), `alarms-${process.pid}.diorama.txt`);
  await writeFile(file, `${await golden('recorded')}\n`);
  const screen = await open();
  await screen.click('button', /^World: /);
  await screen.click('button', /^Bring a world/);
  const field = await screen.page.waitForSelector('input[aria-label="Choose a file"]');
  await field.uploadFile(file);
  await screen.find('button', 'World: Alarms');
  await stepped(screen, 6);
  assert.deepEqual(screen.complaints, []);
});

test('a walk too long for a link is a file', async () => {
  const screen = await open();
  await prefer(screen, 'Reference environment');
  await chooseWorld(screen, 'A terminal');
  let words = 1;
  for (let count = 1; count <= 8; count += 1) {
    // Text that does not compress: numbers as they come.
    const text = Array.from({ length: 170 }, () => {
      words = (words * 48_271) % 2_147_483_647;
      return words.toString(36);
    });
    await screen.page.$eval(
      '[aria-label="Type at the terminal"]',
      (field, text) => {
        field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      },
      `echo ${text.join('')}`,
    );
    await screen.page.focus('[aria-label="Type at the terminal"]');
    await screen.page.keyboard.press('Enter');
    await stepped(screen, count);
  }
  await screen.page.keyboard.press('Escape');
  await screen.page.keyboard.press('s');
  const file = await screen.element('link', 'Download the file');
  await screen.says(/more than 8000 are cut/);
  await screen.pictures('share-file');
  const { href, download } = await file.evaluate(({ href, download }) => ({ href, download }));
  assert.equal(download, 'terminal.diorama.txt');
  await screen.click('button', 'Close');
  const before = await shown(screen);
  const theirs = await open();
  const path = join(tmpdir(), `terminal-${process.pid}.diorama.txt`);
  await writeFile(path, href.split(',')[1]);
  await theirs.click('button', /^World: /);
  await theirs.click('button', /^Bring a world/);
  const field = await theirs.page.waitForSelector('input[aria-label="Choose a file"]');
  await field.uploadFile(path);
  await theirs.find('button', 'World: A terminal');
  const last = before.text.split('\n').at(-2) ?? '';
  const come = async () => {
    const { text, ...rest } = await shown(theirs);
    return { ...rest, text: text.includes(last) ? before.text : text };
  };
  await settles(come, before, 'the walk of the file', LONG);
});

test('a link is run live, on a branch of its own', async () => {
  const mine = await walked();
  const theirs = await open(hashOf(await link(mine)));
  await stepped(theirs, 3);
  // The default model is loaded by this, and answers step by step.
  await theirs.click('button', 'Run it live');
  await stepped(theirs, 6);
  await theirs.says(/Predicted in/, LONG);
  await theirs.find('button', /^Predictor: Diorama default/);
  const branches = await theirs.page.$$eval('[aria-label="Timeline"] li', (all) => all.length);
  assert.equal(branches, 7);
  await theirs.pictures('link-live');
  assert.deepEqual(theirs.complaints, []);
});

test('a world is fetched when it is chosen; one that does not come can be chosen again', async () => {
  const screen = await open();
  await screen.find('button', 'Clock');
  assert.deepEqual(site.requests.filter((path) => path.startsWith('/scenarios/')), []);
  missing = /^\/scenarios\//;
  await screen.click('button', /^World: /);
  await screen.click('button', /^A browser,? ?(?!.*flaky)/);
  await screen.says(/could not be fetched\. Check the connection/);
  missing = undefined;
  await screen.click('button', /^A browser,? ?(?!.*flaky)/);
  await screen.find('button', 'World: A browser');
  const asked = site.requests.filter((path) => path.startsWith('/scenarios/'));
  await chooseWorld(screen, 'A phone');
  await chooseWorld(screen, 'A browser');
  assert.deepEqual(site.requests.filter((path) => path.startsWith('/scenarios/')), asked);
});
