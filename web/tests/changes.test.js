// What a step changed: marked in the drawing and in the text, said in a line, and the old value told of
// what is pointed at or has the focus.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { DONE, delta, ending, startCompletions, stream } from './helpers/completions.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';
import { chooseWorld, prefer, stepsAre } from './helpers/worlds.js';

let browser;
let site;
let server;
let screen;

before(async () => {
  site = await serve({ '/': DIST });
  server = await startCompletions();
  browser = await chromium();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await server?.close();
});
beforeEach(async () => {
  screen = await Screen.open(browser, `${site.origin}/`);
});
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

const stepped = (count) => stepsAre(screen, count);

/** What is told beside what is pointed at. */
const tip = () => screen.page.$eval('.tip', (it) => it.textContent).catch(() => '');

test('the old value is told of a switch that has the focus, and of one that is pointed at', async () => {
  await chooseWorld(screen, 'A phone');
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await stepped(1);
  const { name, checked } = await screen.find('switch');
  const was = `was “${checked ? 'on' : 'off'}”`;
  await screen.click('switch', name);
  await stepped(2);
  await screen.says(/1 node set/);
  const { description } = await screen.until(
    async () => (await screen.all('switch', name)).find((it) => it.description),
    'a description',
  );
  assert.ok(description.includes(was), description);

  await screen.page.mouse.move(10, 400);
  await screen.until(async () => (await tip()) === '', 'no tip');
  const handle = await screen.element('switch', name);
  await handle.focus();
  await screen.until(async () => (await tip()).includes(was), was);
  await screen.pictures('changes-tip');
  // Escape takes it away and leaves the focus where it is.
  await screen.page.keyboard.press('Escape');
  await screen.until(async () => (await tip()) === '', 'no tip');
  assert.equal(await handle.evaluate((it) => it === document.activeElement), true);
  await handle.hover();
  await screen.until(async () => (await tip()).includes(was), was);
});

test('nothing moves for people who asked for that', async () => {
  await screen.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await chooseWorld(screen, 'A phone');
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await stepped(1);
  await screen.click('switch', (await screen.find('switch')).name);
  await stepped(2);
  const changed = await screen.until(() => screen.page.$('.n.changed'), 'a mark');
  const seconds = await changed.evaluate((it) => Number.parseFloat(getComputedStyle(it).animationDuration));
  assert.ok(seconds < 0.01, `${seconds} s`);
});

test('what went is shown where it was, and marked in the text', async () => {
  await chooseWorld(screen, 'A phone');
  await screen.click('button', /^Predictor: /);
  await screen.fill('textbox', 'Server address', server.origin);
  await screen.click('button', /^Connect to /);
  await screen.says(/predicts\./);
  await screen.click('button', 'Close');
  await screen.click('tab', 'Text');
  const pre = await screen.until(() => screen.page.$('pre[aria-label="Observation"]'), 'the text');
  const lines = (await pre.evaluate((it) => it.textContent)).trimEnd().split('\n');
  const last = lines.findLastIndex((line) => line.includes('clickable'));
  const gone = /desc="([^"]*)"/.exec(lines[last])[1];
  const renamed = lines.findIndex((line) => line.includes('clickable'));
  const left = lines.toSpliced(last, 1);
  left[renamed] = left[renamed].replace('desc="', 'desc="My ');
  const content = `<predicted_observation>\n${left.join('\n')}\n</predicted_observation>`;
  server.answer = (response) => stream(response, [delta({ content }), ending(), DONE]);
  await screen.fill('textbox', /^Action/, '{"action_type":"wait"}');
  await screen.page.keyboard.press('Enter');
  await stepped(1);

  // In the text: the line that went, and the letters that came.
  const mark = (selector) => screen.page.$$eval(selector, (all) => all.map((it) => it.textContent));
  await screen.until(async () => (await mark('.mark-line.removed del')).length === 1, 'a removed line');
  assert.ok((await mark('.mark-line.removed del'))[0].includes(`desc="${gone}"`));
  await settles(() => mark('.mark-line.changed ins'), ['My '], 'the letters that came');
  await screen.pictures('changes-text');

  // In the drawing and in the list.
  await screen.click('tab', 'Changes');
  await screen.says(/1 node set, 1 removed/);
  await screen.says(new RegExp(`removed:\\s*item “${gone}”`));
  await settles(() => mark('.ghost'), [gone], 'what went');
  assert.equal((await screen.all('button', gone)).length, 0, 'it cannot be pressed any more');
  await screen.pictures('changes-ghost');
});

test('a terminal and a desktop: what changed is marked', async () => {
  await chooseWorld(screen, 'A terminal');
  await prefer(screen, 'Reference environment');
  await screen.fill('textbox', 'Type at the terminal', 'echo one; echo two');
  await screen.page.keyboard.press('Enter');
  await stepped(1);
  await screen.says(/line|new screen/i);
  await screen.picture('changes-terminal');
  await chooseWorld(screen, 'A desktop');
  await screen.click('button', /^[0-9]$/);
  await stepped(1);
  await screen.picture('changes-desktop');
});
