// A server as predictor: connecting, models, thoughts, stopping, failing, switching back; against
// llama.cpp's own server, and against one that thinks.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { DONE, delta, ending, refuse, startCompletions, stream } from './helpers/completions.js';
import { startLlama } from './helpers/llama.js';
import { Screen } from './helpers/page.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, steps, stepsAre } from './helpers/worlds.js';

const KEY = 'sk-never-to-be-kept';
/** Reading a small world on a busy machine, in milliseconds. */
const LONG = 120_000;
/** A world whose description is short. */
const WORLD = 'Text editor, save as';

let browser;
let site;
let screen;
/** Origins that the page asked something of. */
let origins;

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
  origins = new Set();
  screen.page.on('request', (request) => origins.add(new URL(request.url()).origin));
});
afterEach(async () => {
  await screen.close();
});

/** Opens a world at its start and leaves it alone. */
async function open(title = WORLD) {
  await chooseWorld(screen, title);
  await stepsAre(screen, 2);
  await screen.click('button', /^One step back/);
  await screen.click('button', /^One step back/);
}

/** Connects through the models panel, which stays open. */
async function connect(address, { key = '', model = '' } = {}) {
  await screen.click('button', /^Predictor: /);
  await screen.fill('textbox', 'Server address', address);
  if (key) await screen.fill('textbox', 'Key, if it wants one', key);
  if (model) await screen.fill('textbox', 'Model', model);
  await screen.click('button', /^Connect to /);
}

const close = () => screen.click('button', 'Close');

async function act(action) {
  await screen.fill('textbox', /^Action/, action);
  await screen.page.keyboard.press('Enter');
}

/** All that the page keeps between visits, and its address. */
const kept = () =>
  screen.page.evaluate(async () => {
    const texts = [location.href, document.cookie];
    texts.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage));
    texts.push(JSON.stringify(await indexedDB.databases()));
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) texts.push(url);
    }
    const visit = async (folder) => {
      for await (const [name, handle] of folder.entries()) {
        texts.push(name);
        if (handle.kind === 'directory') await visit(handle);
        else if (!name.endsWith('.gguf')) texts.push(await (await handle.getFile()).text());
      }
    };
    await visit(await navigator.storage.getDirectory());
    return texts.join('\n');
  });

test('llama.cpp’s server predicts: its models are listed, its reply streams in, it can be stopped', async (t) => {
  const llama = await startLlama(KEY);
  t.after(() => llama.close());
  await open();
  await connect(llama.origin, { key: 'sk-wrong' });
  await screen.says(/answered 401: it does not take this key\. It says: “Invalid API Key”/);
  await screen.fill('textbox', 'Key, if it wants one', KEY);
  await screen.fill('spinbutton', 'Longest reply in tokens', '24');
  await screen.click('button', /^Connect to /);
  await screen.says(/SmolLM2-135M-Instruct\.Q4_1 at 127\.0\.0\.1:\d+ predicts\./);
  await close();
  await screen.find('button', /^Predictor: SmolLM2\S* · 127\.0\.0\.1:\d+/);

  await act("pyautogui.press('esc')");
  await screen.says(/Predicting: \d+ characters written/, LONG);
  await screen.says(/Cut at the longest reply in|The reply cannot be drawn/, LONG);
  assert.equal((await steps(screen)).length, 4);
  await screen.click('tab', 'Speed');
  await screen.says(/24 tokens, in/);

  // A draw that would go on for a while.
  await screen.click('button', /^Predictor: /);
  await screen.fill('textbox', 'Server address', llama.origin);
  await screen.fill('textbox', 'Key, if it wants one', KEY);
  await screen.click('button', /^Connect to /);
  await screen.says(/predicts\./);
  await close();
  await screen.page.keyboard.press('r');
  await screen.says(/Predicting: \d+ characters written/, LONG);
  await screen.pressIfThere('Stop');
  await screen.says(/Stopped early in|Stopped before there was anything to draw/);

  assert.ok(!(await kept()).includes(KEY), 'the key was kept');
  assert.ok(!(await screen.text()).includes(KEY), 'the key is shown');
  assert.deepEqual([...origins].sort(), [llama.origin, site.origin].sort());
});

test('nothing is asked before a person connects, and the host is named', async (t) => {
  const server = await startCompletions({ models: ['org/First', 'org/Second'] });
  t.after(() => server.close());
  await open();
  await screen.click('button', /^Predictor: /);
  await screen.fill('textbox', 'Server address', `${server.origin}/v1/chat/completions`);
  await screen.find('button', `Connect to ${server.host}`);
  assert.deepEqual(server.asked, []);
  await screen.click('button', `Connect to ${server.host}`);
  await screen.says(/First at .* predicts\./);
  assert.deepEqual(
    server.asked.map(({ method, path }) => `${method} ${path}`),
    ['GET /v1/models'],
  );
  await screen.page.select('dialog[open] select', 'org/Second');
  await screen.says(/Second at .* predicts\./);
  await close();
  await act("pyautogui.press('esc')");
  await screen.says(/The reply cannot be drawn/);
  assert.equal(server.asked.at(-1).body.model, 'org/Second');
  assert.equal(server.asked.at(-1).headers.authorization, undefined);
});

test('thoughts are shown folded while they grow, and are never drawn', async (t) => {
  const server = await startCompletions();
  t.after(() => server.close());
  let goOn;
  const read = new Promise((resolve) => (goOn = resolve));
  const screenful = (title) =>
    `<predicted_observation>\ntag\tname\ttext\tclass\tdescription\tposition (top-left x&y)\tsize (w&h)\n` +
    `label\t${title}\t""\t\t\t(8, 8)\t(100, 20)\n</predicted_observation>`;
  const thoughts = `Let me see. ${screenful('A mere thought')}`;
  server.answer = async (response) => {
    await stream(response, [delta({ reasoning_content: thoughts })], { end: false });
    await read;
    response.end(delta({ content: screenful('<b>Predicted</b>') }) + ending() + DONE);
  };
  await open();
  await connect(server.origin);
  await screen.says(/predicts\./);
  await screen.picture('server-connected');
  await close();
  await screen.click('tab', 'Text');
  await act("pyautogui.press('esc')");
  await screen.says(/Thinking: \d+ characters/);
  const folded = await screen.page.waitForSelector('details.reasoning');
  assert.equal(await folded.evaluate(({ open }) => open), false);
  assert.ok(!(await screen.text()).includes('A mere thought'));
  await screen.picture('server-thinking');
  goOn();
  await screen.says(/Predicted in/);
  assert.ok((await screen.text()).includes('<b>Predicted</b>'));
  await folded.dispose();
  await screen.page.click('details.reasoning summary');
  await screen.says(/A mere thought/);
  await screen.picture('server-reasoning');
  assert.equal((await screen.page.$$('.table')).length, 1);
  assert.ok(!(await screen.page.$eval('.table', ({ innerText }) => innerText)).includes('thought'));
});

test('what goes wrong is told, nothing is lost, and the model is one click away', async (t) => {
  const server = await startCompletions();
  t.after(() => server.close());
  await open();
  await connect('http://127.0.0.1:9');
  await screen.says(/No answer from 127\.0\.0\.1:9 reached this page/);
  await screen.fill('textbox', 'Server address', server.origin);
  await screen.click('button', /^Connect to /);
  await screen.says(/predicts\./);
  await close();
  server.answer = (response) => refuse(response, 429, { error: { message: 'Slow down' } });
  await act("pyautogui.press('esc')");
  await screen.says(/The step failed\..*too many requests.*Nothing was lost\./s);
  assert.equal((await steps(screen)).length, 3);
  await screen.click('button', 'Never mind');

  await screen.click('button', /^Predictor: /);
  await screen.click('button', 'Use Diorama default', LONG);
  await close();
  await screen.find('button', /^Predictor: Diorama default/);
  const before = server.asked.length;
  await act("pyautogui.press('esc')");
  await screen.says(/Predicted in/, LONG);
  assert.equal(server.asked.length, before);
  // What it took is remembered.
  assert.match(await kept(), /[0-9a-f]{64} cpu [\d.]+ [\d.]+ \d+/);
  await screen.click('button', /^Predictor: /);
  await screen.says(/Here: .* a step, [\d.]+ tokens\/s on the CPU, [\d.]+ MB of memory/);
});

test('the models panel can be read at any width, light and dark', async (t) => {
  const server = await startCompletions({ models: ['Qwen/Qwen-AgentWorld-35B-A3B', 'b'] });
  t.after(() => server.close());
  await open();
  await connect(server.origin);
  await screen.says(/predicts\./);
  for (const scheme of ['light', 'dark']) {
    await screen.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    for (const width of [1280, 390]) {
      await screen.page.setViewport({ width, height: 844, deviceScaleFactor: 1 });
      for (const [name, part] of Object.entries({ top: 0, bottom: 100_000 })) {
        await screen.page.$eval('dialog[open] .sheet-body', (it, top) => it.scrollTo(0, top), part);
        await screen.picture(`models-${scheme}-${width}-${name}`);
      }
      const wide = await screen.page.$eval(
        'dialog[open] .sheet-body',
        ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
      );
      assert.ok(wide <= 0, `${wide} pixels stick out to the right`);
    }
  }
});
