// What the widget costs before it is clicked, its options, links of strangers, how it looks; the page on
// embedding, and the pages of worlds with their cards. In Chromium.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { linkOf, Place, startHost, Widget } from './helpers/host.js';
import { DIST, ROOT, SCREENSHOTS } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';

/** Most bytes of a poster, and of the script for pages that embed, as they are. */
const POSTER = 60_000;
const SCRIPT = 3072;
/** Loading the program of a world on a busy machine, in milliseconds. */
const LONG = 60_000;
/** The line that actions are written in. */
const LINE = ['textbox', "Action, in the dialect's spelling"];
/** Gravities of what axe-core finds that fail a test. */
const GRAVE = new Set(['serious', 'critical']);
const LOOKS = [
  ['light', 'light', 800],
  ['dark', 'dark', 800],
  ['narrow', 'light', 390],
];

let browser;
/** Diorama's own server: a plain one, without CORS headers. */
let site;
let host;
let axe;
let page;
/** What consoles and pages said that they should not have. */
let complaints;

before(async () => {
  browser = await chromium();
  site = await serve({ '/some/where/': DIST });
  host = await startHost();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await mkdir(SCREENSHOTS, { recursive: true });
});
after(async () => {
  await browser?.close();
  await host?.close();
  await site?.close();
});
beforeEach(async () => {
  page = await browser.newPage();
  complaints = [];
  await page.setViewport({ width: 900, height: 760 });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(() => page.close());

const at = (path) => `${site.origin}/some/where/${path}`;
const script = () => `<script async src="${at('embed.js')}"></script>`;
const picture = (name, options) =>
  page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), ...options });

/** How high the frame of a title is. */
const heightOf = (title) => page.$eval(`iframe[title="${title}"]`, (it) => it.offsetHeight);

/** Opens a page in a look: how wide it is, and what its surroundings are like. */
async function visit(path, [, scheme, width] = LOOKS[0], height = 760) {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setViewport({ width, height });
  // What differs only behind the hash would not be loaded anew.
  await page.goto('about:blank');
  await page.goto(at(path));
  return new Widget(page);
}

/** Nothing grave is wrong with what is shown, and nothing sticks out. */
async function sound(what) {
  // Through the debugger: a page's own policy lets no foreign script in.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const grave = violations.filter(({ impact }) => GRAVE.has(impact));
  const faults = grave.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  assert.deepEqual(faults, [], what);
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(over <= 0, `${what}: ${over} pixels stick out`);
}

test('a poster costs little and runs nothing, and so does the script for pages', async () => {
  const answers = [];
  page.on('response', (response) => answers.push(response));
  const widget = await visit('embed.html#w=desktop');
  await widget.find('button', 'Step in: A desktop');
  await page.waitForNetworkIdle();
  let bytes = 0;
  for (const answer of answers) {
    assert.ok(!/wasm|page-[0-9a-f]+\.js|carrier|\.gguf/.test(answer.url()), answer.url());
    if (/^http/.test(answer.url())) bytes += (await answer.buffer()).length;
  }
  console.log(`the widget before it is clicked: ${bytes} bytes`);
  assert.ok(bytes <= POSTER, `${bytes} bytes`);
  const { size } = await stat(join(DIST, 'embed.js'));
  console.log(`embed.js: ${size} bytes`);
  assert.ok(size <= SCRIPT, `${size} bytes`);
  assert.deepEqual(complaints, []);
});

test('a link of somebody: its poster says what it is called, as text', async () => {
  const title = '<img src=x onerror=alert(1)>\u202Eevil\u200B';
  const link = await linkOf({ s: { title, domain: 'web' }, x: [{}, {}] });
  const widget = await visit(`embed.html#${link}`);
  await widget.find('button', 'Play 2 steps: <img src=x onerror=alert(1)> evil');
  assert.match(await page.$eval('img', (it) => it.src), /any-web\.svg$/);
  assert.deepEqual(complaints, []);
});

for (const [what, hash] of [
  ['an unknown world', '#w=nowhere'],
  ['a script', '#w=javascript:alert(1)'],
  ['a folder', '#w=../../s/alarms'],
  ['what every object has', '#w=constructor'],
  ['half a link', '#1'],
  ['nothing', ''],
]) {
  test(`an address with ${what}: there is nothing to press`, async () => {
    const widget = await visit(`embed.html${hash}`);
    await widget.says(/names no world/);
    assert.equal((await page.$$('::-p-aria([role="button"])')).length, 0);
    assert.deepEqual(complaints, []);
  });
}

test('a link that cannot be read: the poster stays, and says why', async () => {
  const widget = await visit('embed.html#1AAAA');
  await widget.press('button', 'Step in: A world in Diorama');
  await widget.says(/link/i, LONG);
  await widget.find('button', 'Step in: A world in Diorama');
});

test('options: a step, read-only, no bar, a line to write in, a height', async () => {
  await page.goto(
    host.publish(`${script()}
      <diorama-world title="Still" src="#w=alarms" read-only step="2"></diorama-world>
      <diorama-world title="Bare" src="#w=alarms&height=333" chrome="off" autoplay="off"></diorama-world>
      <diorama-world title="Line" src="#w=alarms" line autoplay="off" max-height="400"></diorama-world>`),
  );
  const name = 'Play 6 steps: Alarms';
  const still = await (await Widget.titled(page, 'Still')).open(name);
  await settles(() => still.place(), [2, 6], 'the step');
  assert.equal(await still.has('button', 'Live'), false);
  const usable = await still.frame.$$eval(
    'main :is(button, input, textarea, select)',
    (all) => all.filter((it) => !it.matches(':disabled')).length,
  );
  assert.equal(usable, 0, 'controls of the world');
  await still.press('button', 'One step on');
  await settles(() => still.place(), [3, 6], 'the step');

  const bare = await (await Widget.titled(page, 'Bare')).open(name);
  assert.equal(await bare.has('link', 'Open in Diorama'), false);
  assert.equal(await bare.has('slider', 'Step'), false);
  await settles(() => heightOf('Bare'), 333, 'the height');
  assert.equal(await bare.has(...LINE), false);

  const line = await (await Widget.titled(page, 'Line')).open(name);
  await line.find(...LINE);
  await settles(() => heightOf('Line'), 400, 'the height');
});

test('without scripts there is what stands in the element', async () => {
  await page.setJavaScriptEnabled(false);
  const inside = '<a href="/">Alarms</a>';
  await page.goto(host.publish(`${script()}<diorama-world src="#w=alarms">${inside}</diorama-world>`));
  assert.equal(await new Place(page).has('link', 'Alarms'), true);
});

test('the page on embedding: what it says to copy works, and its own worlds do', async () => {
  await visit('how-to-embed.html');
  const heading = 'In documentation or a blog';
  const copied = await page.evaluate((heading) => {
    const all = [...document.querySelectorAll('h2')];
    const after = all.find((it) => it.textContent === heading);
    let next = after.nextElementSibling;
    while (next.tagName !== 'PRE') next = next.nextElementSibling;
    return next.textContent;
  }, heading);
  const own = new Place(page);
  await own.press('button', 'Show step 4 of the alarms above');
  await own.says(/Step 4 of 6/, LONG);
  assert.deepEqual(
    complaints.filter((it) => /Content Security Policy/.test(it)),
    [],
  );
  await page.goto(host.publish(copied));
  const widget = await Widget.titled(page, 'Setting an alarm on a simulated phone');
  await widget.open('Play 6 steps: Alarms');
});

test('every world has a page with a title, a description and a card', async () => {
  const worlds = JSON.parse(await readFile(join(ROOT, 'web/scenarios/index.json'), 'utf8'));
  assert.ok(worlds.length > 0);
  for (const { id, title, summary } of worlds) {
    const answer = await fetch(at(`s/${id}/`));
    assert.equal(answer.status, 200, id);
    await page.goto(answer.url);
    const meta = (name) => page.$eval(`meta[${name}]`, (it) => it.content);
    assert.equal(await page.title(), `${title} · Diorama`);
    assert.equal(await meta('name="description"'), summary);
    assert.equal(await meta('property="og:title"'), title);
    assert.equal(await meta('property="og:description"'), summary);
    assert.equal(await meta('name="twitter:card"'), 'summary_large_image');
    const card = new URL(await meta('property="og:image"'), answer.url);
    const bytes = Buffer.from(await (await fetch(card)).arrayBuffer());
    assert.equal(bytes.toString('latin1', 1, 4), 'PNG', id);
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1200, 630], id);
  }
  assert.deepEqual(complaints, []);
});

test('the page of a world leads to that world', async () => {
  await visit('s/alarms/');
  await Promise.all([
    page.waitForNavigation(),
    new Place(page).press('link', 'Open in the playground'),
  ]);
  await new Place(page).find('button', 'World: Alarms', LONG);
});

for (const path of ['how-to-embed.html', 's/alarms/', 's/tracker-sign-in/', 's/terminal/']) {
  test(`how ${path} looks`, async () => {
    for (const look of LOOKS) {
      await visit(path, look);
      await page.waitForNetworkIdle();
      await sound(`${path}, ${look[0]}`);
      const name = path.replace(/\.html$|\/$/, '').replaceAll('/', '-');
      await picture(`page-${name}-${look[0]}`, { fullPage: true });
    }
  });
}

for (const [world, button] of [
  ['contacts-disk-full', 'Play 6 steps: Contacts, disk full'],
  ['tracker-sign-in', 'Play 6 steps: Issue tracker, sign-in'],
  ['editor-save', 'Play 5 steps: Text editor, save as'],
  ['terminal', 'Step in: A terminal'],
]) {
  test(`how the widget looks: ${world}`, async () => {
    for (const look of LOOKS) {
      const widget = await visit(`embed.html#w=${world}&step=2`, look, 560);
      await widget.find('button', button);
      await page.waitForNetworkIdle();
      await sound(`${world}, ${look[0]}, poster`);
      await picture(`embed-${world}-${look[0]}-poster`);
      await widget.open(button);
      await sound(`${world}, ${look[0]}`);
      await picture(`embed-${world}-${look[0]}`);
    }
    assert.deepEqual(complaints, []);
  });
}
