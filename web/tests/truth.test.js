// The truth beside a prediction: what the reference environment shows after the same actions, numbers
// that follow the walk, and going on from the truth.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { DONE, delta, ending, startCompletions, stream } from './helpers/completions.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';
import { chooseWorld, prefer, stepsAre } from './helpers/worlds.js';

/** Loading and a step on a busy machine, in milliseconds. */
const LONG = 60_000;
/** Something that leads away from the first screen of the phone. */
const HOME = '{"action_type":"navigate_home"}';

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

/** Has a server of the test's own predict. */
async function connect() {
  await screen.click('button', /^Predictor: /);
  await screen.fill('textbox', 'Server address', server.origin);
  await screen.click('button', /^Connect to /);
  await screen.says(/predicts\./);
  await screen.click('button', 'Close');
}

/** From now on the server predicts this observation. */
function predicts(observation) {
  const reply = `<predicted_observation>\n${observation}\n</predicted_observation>`;
  server.answer = (response) => stream(response, [delta({ content: reply }), ending(), DONE]);
}

async function act(action) {
  await screen.fill('textbox', /^Action/, action);
  await screen.page.keyboard.press('Enter');
}

const stepped = (count) => stepsAre(screen, count, LONG);

/** The text of the screen that is shown, without the marks of what changed. */
async function observation() {
  await screen.click('tab', 'Text');
  return read('Observation');
}

async function read(label) {
  const pre = await screen.until(() => screen.page.$(`pre[aria-label="${label}"]`), label);
  const text = await pre.evaluate((it) => {
    const plain = it.cloneNode(true);
    for (const mark of plain.querySelectorAll('.sign, .sr, del, .removed')) mark.remove();
    return plain.textContent;
  });
  return text.trimEnd();
}

/** The rows of the table of scores: step, walk, and saying that nothing changes. */
async function scores() {
  const table = await screen.until(() => screen.page.$('[aria-label="Scores"] table'), 'scores', LONG);
  return table.evaluate((it) =>
    Object.fromEntries(
      [...it.tBodies[0].rows].map(({ cells }) => {
        const [name, ...values] = [...cells].map(({ textContent }) => textContent.trim());
        return [name, values];
      }),
    ),
  );
}

/** Waits until a row of the table begins with these values. */
const scored = (row, ...values) =>
  settles(async () => (await scores())[row].slice(0, values.length), values, row, LONG);

/** The first app on the phone's first screen, and what is shown once it is tapped. */
async function tapped() {
  await chooseWorld(screen, 'A phone');
  await prefer(screen, 'Reference environment');
  const start = await observation();
  const index = Number(/^\[ *(\d+)\] .* \| clickable/m.exec(start)[1]);
  const tap = JSON.stringify({ action_type: 'click', index });
  await act(tap);
  await stepped(1);
  return { start, tap, truth: await observation() };
}

test('a wrong prediction, the truth beside it, and the walk going on from the truth', async (t) => {
  const other = screen;
  const { start, tap, truth } = await tapped();
  assert.notEqual(start, truth);
  screen = await Screen.open(browser, `${site.origin}/`);
  t.after(() => other.close());
  await chooseWorld(screen, 'A phone');
  await connect();

  // The server says that nothing changes, which is wrong.
  predicts(start);
  await act(tap);
  await stepped(1);
  await settles(observation, start, 'the text of the prediction');
  const grades = () => screen.page.workers().some((worker) => worker.url().includes('truth'));
  assert.ok(!grades(), 'nothing is graded before somebody looks');

  await screen.click('tab', 'Truth');
  await scored('Exact screen', 'no', '0 of 1', '0 of 1');
  await screen.says(/0 of 1 predicted step shows exactly the true screen\..* would be right in 0\./);
  await screen.find('image', 'The true screen');
  await screen.until(grades, 'the worker that grades');
  await screen.find('option', /^Step 1 of 1, .*, wrong$/);
  await screen.pictures('truth-wrong');

  // One in the place of the other.
  await screen.click('radio', 'True');
  const worlds = async () => [
    (await screen.all('button', 'Clock')).length,
    (await screen.all('image', 'The true screen')).length,
  ];
  await settles(worlds, [0, 1], 'the true screen alone');
  await screen.click('radio', 'Predicted');
  await settles(worlds, [1, 0], 'the predicted screen alone');
  await screen.click('radio', 'Side by side');

  // On from the truth: it is what a person sees, and what the next step is asked from.
  await screen.click('button', 'Continue from the truth');
  await stepped(2);
  await screen.says(/it is the truth/);
  await settles(observation, truth, 'the text of the truth');

  // A right prediction of the next step counts, and the mistake still does.
  const before = server.asked.length;
  predicts(start);
  await act(HOME);
  await stepped(3);
  const asked = JSON.stringify(server.asked[before].body);
  assert.ok(asked.includes(JSON.stringify(truth).slice(1, 60)), 'it goes on from the truth');
  await screen.click('tab', 'Truth');
  await screen.says(/Exactly the true screen/, LONG);
  await scored('Exact screen', 'yes', '1 of 2', '0 of 2');
  await scored('Changed lines, F1', '100 %');

  // One step back the numbers are those of then.
  await screen.page.keyboard.press('z');
  await screen.until(async () => (await scores())['Exact screen'][1] === '0 of 1', 'the score of then');
});

test('a terminal: the true text stands beside the predicted one', async () => {
  await chooseWorld(screen, 'A terminal');
  await connect();
  predicts('nothing like it');
  await screen.fill('textbox', 'Type at the terminal', 'pwd');
  await screen.page.keyboard.press('Enter');
  await stepped(1);
  await screen.click('tab', 'Truth');
  await scored('Exact screen', 'no');
  await screen.find('image', 'The true screen');
  await screen.pictures('truth-terminal');
});

test('a browser and a desktop: both screens fit', async () => {
  for (const [title, region] of [['A browser', 'web'], ['A desktop', 'os']]) {
    await chooseWorld(screen, title);
    await connect();
    predicts(await observation());
    await act(region === 'web' ? 'browser_navigate_back()' : "pyautogui.press('esc')");
    await stepped(1);
    await screen.click('tab', 'Truth');
    await scores();
    await screen.find('image', 'The true screen');
    await screen.pictures(`truth-${region}`);
  }
});

test('a world without a reference environment says so', async () => {
  await chooseWorld(screen, 'Contacts, disk full');
  await screen.click('tab', 'Truth');
  await screen.says(/This world has no reference environment/);
});
