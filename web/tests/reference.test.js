// Every domain played by its reference environment: opened, stepped by hand, undone, forked; new
// worlds from a seed; a worker that breaks down.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST, ROOT } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { chooseWorld, prefer, stepsAre } from './helpers/worlds.js';

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

/** Waits until so many steps were taken, on all branches together. */
const stepped = (count) => stepsAre(screen, count);

/** Presses the first control of a role inside a region. */
async function press(region, role) {
  const handle = await screen.until(async () => {
    const [frame] = await screen.all('region', region);
    return first(frame, role)?.elementHandle().catch(() => null);
  }, `a ${role} in ${region}`);
  await handle.click();
}

function first(node, role) {
  if (!node) return undefined;
  if (node.role === role && !node.disabled) return node;
  return node.children?.map((child) => first(child, role)).find(Boolean);
}

/** Types a command at the terminal. */
async function type(command) {
  await screen.fill('textbox', 'Type at the terminal', command);
  await screen.page.keyboard.press('Enter');
}

/** The first row of a table of a world's facts. */
async function fact(world, table) {
  const file = await readFile(join(ROOT, `web/scenarios/${world}.json`), 'utf8');
  return JSON.parse(file).facts.find(({ name }) => name === table).rows[0];
}

test('a phone: an app is opened and left, and the facts follow', async () => {
  await chooseWorld(screen, 'A phone');
  await screen.find('button', /^Predictor: Reference environment \(synthetic\)/);
  const [, app] = await fact('phone', 'apps');
  await screen.click('button', app);
  await stepped(1);
  await screen.says(/Played by the reference environment \(synthetic\)/);
  await screen.click('tab', 'Facts');
  await screen.says(/after this step/);
  await screen.click('button', 'Back');
  await stepped(2);
  await screen.find('button', app);
  await screen.pictures('reference-phone');
});

test('a phone: going back and doing the same is the same step, another forks', async () => {
  await chooseWorld(screen, 'A phone');
  const [, app] = await fact('phone', 'apps');
  await screen.click('button', app);
  await stepped(1);
  await screen.page.keyboard.press('z');
  await screen.click('button', app);
  await screen.says(/Played by the reference environment/);
  await stepped(1);
  await screen.page.keyboard.press('z');
  await screen.fill('textbox', /^Action/, '{"action_type":"navigate_back"}');
  await screen.page.keyboard.press('Enter');
  await stepped(2);
  await screen.says(/No change|nothing change/i);
});

test('text that was typed and not entered survives another step', async () => {
  await chooseWorld(screen, 'Contacts, disk full');
  await stepsAre(screen, 2);
  // The next recorded step fills another field.
  const name = await screen.element('textbox', 'Name');
  await name.type(' not yet entered');
  await screen.page.keyboard.press('Escape');
  await screen.page.keyboard.press('n');
  await stepped(3);
  await screen.until(
    async () => (await screen.find('textbox', 'Name')).value?.includes(' not yet entered'),
    'what was typed',
  );
});

test('a browser: links are followed and the way back leads back', async () => {
  await chooseWorld(screen, 'A browser');
  await press(/^Browser: /, 'link');
  await stepped(1);
  await screen.says(/Played by the reference environment/);
  await screen.click('button', 'Back');
  await stepped(2);
  await screen.pictures('reference-browser');
});

test('a desktop: what is clicked opens', async () => {
  await chooseWorld(screen, 'A desktop');
  await press(/^Desktop: /, 'button');
  await stepped(1);
  await screen.says(/Played by the reference environment/);
  await press(/^Desktop: /, 'button');
  await stepped(2);
  await screen.pictures('reference-desktop');
});

test('a terminal: commands run, and what they wrote is there afterwards', async () => {
  await chooseWorld(screen, 'A terminal');
  await type('echo kept for later > note.txt');
  await stepped(1);
  await type('cat note.txt | tr a-z A-Z');
  await stepped(2);
  await screen.says(/KEPT FOR LATER/);
  await screen.click('button', /^C-c/);
  await stepped(3);
  // One step back and another way on.
  await screen.click('button', /^One step back/);
  await screen.click('button', /^One step back/);
  await type('ls no-such-file');
  await stepped(4);
  await screen.says(/No such file or directory/);
  await screen.pictures('reference-terminal');
});

test('a terminal with a full disk cannot write', async () => {
  await chooseWorld(screen, 'A terminal, disk full');
  await type('echo kept for later > note.txt');
  await stepped(1);
  await screen.says(/No space left on device/);
});

test('tools: they are listed, picked and called', async () => {
  await chooseWorld(screen, 'Tools');
  await screen.click('button', 'List the tools');
  await stepped(1);
  await screen.find('combobox', 'Tool');
  await screen.click('button', 'Call');
  await stepped(2);
  await screen.says(/Played by the reference environment/);
  await screen.pictures('reference-tools');
});

test('tools that fail now and then say so', async () => {
  await chooseWorld(screen, 'Tools, every second call fails');
  await screen.click('button', 'List the tools');
  await stepped(1);
  await screen.click('button', 'Call');
  await stepped(2);
  await screen.click('button', 'Call');
  await stepped(3);
  await screen.says(/error/i);
});

test('a search engine: a result is found and opened', async () => {
  await chooseWorld(screen, 'A search engine');
  const [title] = await fact('search', 'articles');
  await screen.fill('textbox', 'Query or address', title);
  await screen.page.keyboard.press('Enter');
  await stepped(1);
  await screen.pictures('reference-search');
  await screen.click('link', title);
  await stepped(2);
  // The article links on; on the list of results the query stood in the field.
  await screen.find('heading', title);
});

test('a project: a file is read and changed, and the difference shown', async () => {
  await chooseWorld(screen, 'A project');
  const [path] = await fact('project', 'files');
  const pick = async (tool) => {
    const select = await screen.element('combobox', 'Tool');
    await select.select(tool);
  };
  await screen.click('button', 'Call');
  await stepped(1);
  await screen.until(async () => (await screen.text()).includes(path), path);
  await pick('view_file');
  await screen.fill('textbox', /^path/, path);
  await screen.click('button', 'Call');
  await stepped(2);
  await pick('replace_line');
  await screen.fill('spinbutton', /^line/, '1');
  await screen.fill('textbox', /^text/, 'changed here');
  await screen.click('button', 'Call');
  await stepped(3);
  await pick('diff');
  await screen.click('button', 'Call');
  await stepped(4);
  await screen.says(/changed here/);
  await screen.pictures('reference-project');
});

test('a search engine without a network finds nothing', async () => {
  await chooseWorld(screen, 'A search engine, offline');
  await screen.fill('textbox', 'Query or address', 'lamp');
  await screen.page.keyboard.press('Enter');
  await stepped(1);
  await screen.says(/error|offline|network/i);
});

test('a new world is opened from a seed, with a control that bites', async () => {
  await screen.click('button', /^World: /);
  await screen.click('button', /^Open a new world/);
  await screen.click('radio', /^Terminal/);
  await screen.fill('textbox', /^Seed/, '41');
  await screen.click('switch', /^Disk full/);
  await screen.picture('new-world-light');
  await screen.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2 });
  await screen.picture('new-world-narrow');
  await screen.page.setViewport({ width: 1280, height: 800 });
  await screen.click('button', 'Open the world');
  await screen.find('button', 'World: Terminal 41');
  await type('echo kept for later > note.txt');
  await stepped(1);
  await screen.says(/No space left on device/);
});

test('the worker breaks down: the page says so, starts it again and loses nothing', async () => {
  await chooseWorld(screen, 'A terminal');
  await type('pwd');
  await stepped(1);
  const worker = screen.page.workers().find((worker) => worker.url().includes('truth'));
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
  });
  await screen.says(/The reference environment stopped.*The timeline is safe\./s);
  await screen.click('button', 'Start again');
  await type('ls');
  await stepped(2);
});
