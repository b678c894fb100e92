// Worlds, walks, links and answers that want to be more than text, through every door there is.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { DONE, delta, ending, startCompletions, stream } from './helpers/completions.js';
import { linkOf, payloadOf, startHost, Widget } from './helpers/host.js';
import { ADDRESSES, HOSTILE, watch } from './helpers/hostile.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { bring, stepsAre } from './helpers/worlds.js';

const LONG = 60_000;
/** What the texts begin with, which is how they are found again. */
const words = HOSTILE.map((text) => text.split(' ')[0]);

let browser;
let site;
let screen;
/** Checks that the page is unharmed. */
let harmless;

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
  await screen.find('button', 'Clock', LONG);
  harmless = await watch(screen);
});
afterEach(() => screen.close());

/** A page of the web whose every text and address is hostile. */
const snapshot = [
  '### Page',
  `- Page URL: ${ADDRESSES[3]}`,
  `- Page Title: ${HOSTILE[0]}`,
  '### Snapshot',
  '```yaml',
  '- main [ref=e1]:',
  ...HOSTILE.map((text, index) => `  - button ${JSON.stringify(text)} [ref=e${index + 2}]`),
  `  - textbox ${JSON.stringify(HOSTILE[4])} [ref=e40]: ${JSON.stringify(HOSTILE[9])}`,
  ...ADDRESSES.flatMap((address, index) => [
    `  - link ${JSON.stringify(`Link ${address}`)} [ref=e${index + 50}]:`,
    `    - /url: ${JSON.stringify(address)}`,
  ]),
  '```',
];

/** A world whose every text is hostile. */
const scenario = (title) => ({
  id: 'hostile',
  title,
  summary: HOSTILE[1],
  domain: 'web',
  dialect: 'web-playwright',
  task: HOSTILE.join(' '),
  facts: [{ name: 'things', columns: ['name', 'note'], rows: HOSTILE.map((it) => [it, it]) }],
  first: snapshot,
});

/** Looks at every part of the page that shows something of the world. */
async function lookAround(where) {
  await harmless(`${where}: the world`);
  for (const tab of ['Changes', 'Text', 'Facts', 'Controls', 'Truth', 'Speed']) {
    await screen.click('tab', tab);
    await screen.whole();
    await harmless(`${where}: ${tab}`);
  }
  await screen.page.keyboard.press('s');
  await screen.find('textbox', 'Link');
  await harmless(`${where}: Share`);
  await screen.click('button', 'Close');
  await screen.click('button', /^World: /);
  await screen.find('button', /^Bring a world/);
  await harmless(`${where}: the worlds`);
  await screen.page.keyboard.press('Escape');
}

/** Waits for all of the hostile page to be drawn. */
async function drawn() {
  for (const word of words) await screen.find('button', new RegExp(`^${word}`), LONG);
}

for (const title of HOSTILE) {
  test(`a world called “${title.split(' ')[0]} …”`, async () => {
    await bring(screen, JSON.stringify(scenario(title)));
    await screen.find('button', new RegExp(`^World: ${title.split(' ')[0]}`), LONG);
    await drawn();
    await lookAround('brought');
  });
}

test('a screen, pasted', async () => {
  await bring(screen, snapshot.join('\n'));
  await drawn();
  await lookAround('pasted');
  // What is a link in the world leads nowhere out of it.
  for (const [index, address] of ADDRESSES.entries()) {
    const link = await screen.element('link', `Link ${address}`);
    await link.click();
    await stepsAre(screen, index + 1, LONG);
    await screen.page.keyboard.press('z');
  }
  await harmless('links were pressed');
});

/** A recorded walk whose every text is hostile. */
const walk = (title) => ({
  scenario: scenario(title),
  trace: {
    scenario: 'hostile',
    source: HOSTILE[0],
    steps: [0, 9].map((index) => ({
      action: `browser_click(element=${JSON.stringify(HOSTILE[index])}, ref="e${index + 2}")`,
      observation: snapshot.slice(0, -3 - index).concat('```'),
    })),
  },
});

test('a recorded walk, from a file', async () => {
  const file = join(tmpdir(), `<img src=x onerror=alert(1)>-${process.pid}.json`);
  await writeFile(file, JSON.stringify(walk(HOSTILE[9])));
  await screen.click('button', /^World: /);
  await screen.click('button', /^Bring a world/);
  const field = await screen.page.waitForSelector('input[aria-label="Choose a file"]');
  await field.uploadFile(file);
  await screen.find('button', /^World: Backwards/, LONG);
  await stepsAre(screen, 2, LONG);
  await lookAround('a walk');
});

test('a link, in the address', async () => {
  await bring(screen, JSON.stringify(walk(HOSTILE[0])));
  await stepsAre(screen, 2, LONG);
  await screen.page.keyboard.press('s');
  const link = await screen.until(async () => {
    const { value } = await screen.find('textbox', 'Link');
    return value?.includes('#1') && value;
  }, 'a link');
  const payload = await payloadOf(new URL(link).hash.slice(1));
  // As the page would never make it: the model that predicted the steps has a name like this.
  for (const model of [undefined, HOSTILE[1], HOSTILE[9]]) {
    if (model) payload.m = model;
    for (const step of payload.x) delete step.b;
    const other = await Screen.open(browser, `${site.origin}/#${await linkOf(payload)}`);
    await other.find('button', /^World: Image/, LONG);
    await stepsAre(other, 2, LONG);
    const unharmed = await watch(other);
    await unharmed('a link, opened');
    await other.says(model ? /Predicted by (Script|Backwards)/ : /From a link/, LONG);
    // Over work that is nowhere else, it asks.
    await other.click('button', /^Nothing/);
    await stepsAre(other, 3, LONG);
    await other.page.evaluate((link) => {
      location.hash = link;
    }, await linkOf({ ...payload, at: 1 }));
    await other.find('button', 'Keep mine', LONG);
    await unharmed('a link over own work');
    await other.close();
  }
});

test('an answer of a server', async () => {
  const server = await startCompletions({ models: HOSTILE });
  // This one was asked for.
  harmless = await watch(screen, server.origin);
  try {
    const said = HOSTILE.join('\n');
    server.answer = (response) =>
      stream(response, [
        delta({ reasoning_content: said }),
        delta({ content: `<predicted_observation>\n${snapshot.join('\n')}\n${said}\n</predicted_observation>` }),
        ending(),
        DONE,
      ]);
    await bring(screen, JSON.stringify(scenario('Asked')));
    await drawn();
    await screen.click('button', /^Predictor: /);
    await screen.fill('textbox', 'Server address', server.origin);
    await screen.click('button', /^Connect to /);
    await screen.says(/predicts\./, LONG);
    await screen.click('button', 'Close');
    await screen.click('button', /^Image/);
    await stepsAre(screen, 1, LONG);
    for (const tab of ['Changes', 'Text', 'Facts', 'Speed']) {
      await screen.click('tab', tab);
      await harmless(`an answer: ${tab}`);
    }
  } finally {
    await server.close();
  }
});

test('messages from another page', async () => {
  const host = await startHost();
  try {
    const address = host.publish(
      `<iframe title="A world in Diorama" style="width: 100%; height: 600px"
        src="${site.origin}/embed.html#w=alarms"></iframe>`,
    );
    const outer = await Screen.open(browser, address);
    const widget = await Widget.titled(outer.page);
    await widget.open('Play 6 steps: Alarms');
    const before = await widget.place();
    await outer.page.evaluate((texts) => {
      const send = (message) => frames[0].postMessage(message, '*');
      for (const text of texts) {
        for (const field of ['diorama', 'command', 'theme', 'goto', 'step', 'value']) {
          send({ diorama: 1, command: text, [field]: text });
          send({ diorama: 1, command: 'goto', [field]: text });
          send({ diorama: 1, command: 'theme', [field]: text });
        }
        send(text);
        send([text]);
        send({ [text]: text });
        send(JSON.stringify({ diorama: 1, command: text }));
      }
      send(null);
      send({ diorama: 1, command: 'goto', step: -1 });
      send({ diorama: 1, command: 'goto', step: 1e300 });
      send({ diorama: 1, command: 'goto', step: { valueOf: 3 } });
      send({ diorama: 1, command: '__proto__', __proto__: null });
    }, HOSTILE);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual((await widget.place())[1], before[1]);
    const inner = await widget.frame.evaluate(() => ({
      harmed: globalThis.harmed ?? null,
      odd: document.querySelectorAll('[onerror],[onload],base,object,script:not([src])').length,
    }));
    assert.deepEqual(inner, { harmed: null, odd: 0 });
    assert.deepEqual(outer.complaints, []);
    await outer.close();
  } finally {
    await host.close();
  }
});
