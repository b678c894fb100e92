// Other futures of a step: drawn when they are asked for, looked at in place, taken as a branch.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { DONE, delta, ending, startCompletions, stream } from './helpers/completions.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, stepsAre } from './helpers/worlds.js';

/** Loading and a step on a busy machine, in milliseconds. */
const LONG = 60_000;

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

const screenOf = (title) => `[ 0] | android.widget.Button | text="${title}" | bounds=[40,200][600,300] | clickable`;

/** The server answers with these screens, one after the other. */
function predicts(...titles) {
  server.answer = (response) => {
    const content = `<predicted_observation>\n${screenOf(titles.shift())}\n</predicted_observation>`;
    return stream(response, [delta({ content }), ending(), DONE]);
  };
}

const stepped = (count) => stepsAre(screen, count, LONG);

/** What is listed, from the top: verdict, numbers, how it differs. */
const listed = () =>
  screen.page.$$eval('section[aria-label="Other futures"] li', (rows) =>
    rows.map((row) => row.innerText.replaceAll(/\s+/g, ' ')),
  );

test('they are drawn, looked at and taken as a branch; the timeline is left alone until then', async () => {
  await chooseWorld(screen, 'A phone');
  await screen.click('button', /^Predictor: /);
  await screen.fill('textbox', 'Server address', server.origin);
  await screen.click('button', /^Connect to /);
  await screen.says(/predicts\./);
  await screen.click('button', 'Close');
  predicts('Apples');
  await screen.click('button', 'Clock');
  await stepped(1);
  await screen.find('button', 'Apples');

  const before = server.asked.length;
  predicts('Pears', 'Plums', 'Pears', 'Apples');
  await screen.click('button', 'Draw 4');
  await screen.says(/4 draws, 1 the same as what is shown/, LONG);
  const seeds = server.asked.slice(before).map(({ body }) => body.seed);
  assert.equal(new Set(seeds).size, 4, `each draw has a seed of its own: ${seeds}`);
  const rows = await listed();
  assert.equal(rows.length, 2);
  assert.match(rows[0], /2 draws.*Pears/);
  assert.match(rows[1], /1 draw .*Plums/);
  await stepped(1);

  // Looking shows it in the world's place and changes nothing.
  await screen.click('button', 'Look at future 1');
  await screen.find('image', /^Preview of another future/);
  await screen.says(/Preview of another future\..*The timeline is as it was/s);
  assert.equal((await screen.all('button', 'Apples')).length, 0);
  await screen.picture('futures-light');
  await screen.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await screen.picture('futures-dark');
  await screen.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2 });
  await screen.click('button', 'Open the inspector');
  await screen.picture('futures-narrow');
  await screen.page.setViewport({ width: 1280, height: 800 });
  await screen.page.keyboard.press('Escape');
  await screen.find('button', 'Apples');
  assert.equal((await screen.all('image', /^Preview/)).length, 0);
  await stepped(1);

  // Taking it makes a branch, and goes there.
  await screen.click('button', 'Take future 1');
  await stepped(2);
  await screen.find('button', 'Pears');
  await screen.find('option', /^Step 1 of 1, tap Clock, .*branch 2, predicted$/);
  // From there the first answer is a future that is on the timeline.
  await screen.click('button', /^Go to future \d/);
  await screen.find('button', 'Apples');
});

test('the default model draws, says how likely each is, and can be stopped', async () => {
  await screen.find('button', /^Predictor: Diorama default .* CPU/, LONG);
  await chooseWorld(screen, 'A phone');
  await screen.click('button', 'Settings');
  await stepped(1);
  await screen.click('button', 'Draw 4');
  await screen.says(/4 draws, \d+ the same|4 draws: all the same/, LONG);
  for (const row of await listed()) assert.match(row, /sure,? [^%]*%/);
  await stepped(1);
  await screen.click('button', 'Draw 4 more');
  await screen.click('button', 'Stop drawing');
  await screen.find('button', 'Draw 4 more');
  // The world goes on as before.
  await screen.click('button', 'Back');
  await stepped(2);
});

test('the reference environment never says anything else: nothing is offered', async () => {
  await chooseWorld(screen, 'A phone');
  await screen.click('button', /^Predictor: /);
  await screen.click('radio', 'Reference environment');
  await screen.click('button', 'Close');
  await screen.click('button', 'Clock');
  await stepped(1);
  await screen.says(/Played by the reference environment/);
  assert.equal((await screen.all('button', /^Draw/)).length, 0);
});
