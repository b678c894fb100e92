// Changing what is so, in mid-walk: controls and facts, with the reference environment and the default
// model. The gallery, the editor, worlds that are brought.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Screen } from './helpers/page.js';
import { DIST, ROOT } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { bring, chooseWorld, prefer, stepsAre } from './helpers/worlds.js';

/** Loading the model and a step on a busy machine, in milliseconds. */
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
});
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
});

const stepped = (count) => stepsAre(screen, count, LONG);

/** Types a command at the terminal. */
async function type(command) {
  await screen.fill('textbox', 'Type at the terminal', command);
  await screen.page.keyboard.press('Enter');
}

test('the disk fills in mid-walk: the reference environment goes on from there', async () => {
  await prefer(screen, 'Reference environment');
  await chooseWorld(screen, 'A terminal');
  await type('echo one > note.txt');
  await stepped(1);
  await screen.click('tab', 'Controls');
  await screen.click('switch', /^Disk full/);
  await screen.says(/Disk full: on/);
  await screen.pictures('controls');
  await screen.click('button', 'Apply');
  await stepped(2);
  await screen.says(/This holds from here on/);
  await type('echo two > other.txt');
  await stepped(3);
  await screen.says(/No space left on device/);
  // What was stored before the edit is still there.
  await type('cat note.txt');
  await stepped(4);
  await screen.says(/^one$/m);
  // Before the edit the disk has room.
  for (let back = 0; back < 3; back += 1) await screen.click('button', /^One step back/);
  await type('echo two > other.txt && cat other.txt');
  await stepped(5);
  await screen.says(/^two$/m);
});

test('an instruction and a parameter are part of an edit, and discarding lets go of both', async () => {
  await prefer(screen, 'Reference environment');
  await chooseWorld(screen, 'A phone');
  await screen.click('tab', 'Controls');
  await screen.click('switch', /^Flaky API/);
  await screen.fill('spinbutton', /^every n-th request/, '2');
  await screen.fill('textbox', /^Instructions in words/, 'It is the year 1890.');
  await screen.says(/whose number divides by 2/);
  await screen.click('button', 'Discard');
  await screen.until(
    async () => (await screen.all('switch', /^Flaky API/)).some(({ checked }) => !checked),
    'the switch, off',
  );
  await stepped(0);
});

test('a fact is edited: the reference environment draws from it', async () => {
  await prefer(screen, 'Reference environment');
  await chooseWorld(screen, 'A phone');
  await screen.click('tab', 'Facts');
  await screen.click('button', 'Change apps');
  await screen.fill('textbox', 'title, row 1', 'Wake-up');
  // The old name still stands on the screen.
  await screen.says(/The screen may be out of date.*is on the screen; apps says “Wake-up” now/s);
  // What does not fit says so, in words, and cannot be applied.
  await screen.fill('textbox', 'look, row 1', 'many');
  await screen.says(/Not a whole number/);
  await screen.click('button', 'Apply');
  await screen.says(/One cell cannot be read yet/);
  await screen.fill('textbox', 'look, row 1', '1');
  await screen.click('button', 'Remove row 2 of apps');
  await screen.click('button', 'Put back row 2 of apps');
  await screen.click('button', 'Add a row to apps');
  await screen.click('button', /^Remove row \d+ of apps/);
  await screen.click('button', /^Put back row 1 of apps/);
  await screen.pictures('facts');
});

test('a fact is edited: the reference environment and the default model use it', async () => {
  await prefer(screen, 'Reference environment');
  await chooseWorld(screen, 'A phone');
  await screen.click('tab', 'Facts');
  await screen.click('button', 'Change alarms');
  await screen.fill('textbox', 'label, row 1', 'Feed the heron');
  await screen.click('button', 'Apply');
  await stepped(1);
  await screen.says(/alarms: 1 row changed/);
  await screen.click('tab', 'Changes');
  await screen.click('button', 'Clock');
  await stepped(2);
  await screen.says(/Played by the reference environment/);
  await screen.until(async () => (await worldText()).includes('Feed the heron'), 'the label');
  // The model, from the same place.
  await screen.click('button', /^One step back/);
  await prefer(screen, 'Model');
  await screen.click('button', 'Clock');
  await stepped(3);
  await screen.says(/Predicted in/, LONG);
  await screen.until(async () => (await worldText()).includes('Feed the heron'), 'the label');
  await screen.picture('facts-predicted');
});

test('an edited walk is shared: the link opens to the edit', async () => {
  await prefer(screen, 'Reference environment');
  await chooseWorld(screen, 'A terminal');
  await screen.click('tab', 'Controls');
  await screen.click('switch', /^Disk full/);
  await screen.click('button', 'Apply');
  await stepped(1);
  await screen.click('button', /^Share/);
  const link = await screen.until(async () => {
    const [field] = await screen.all('textbox', /link/i);
    return field?.value?.includes('#1') && field.value;
  }, 'a link', LONG);
  await screen.page.goto('about:blank');
  await screen.page.goto(link);
  await stepped(1);
  await screen.find('option', /Disk full: on/, LONG);
  await screen.click('tab', 'Controls');
  await screen.until(
    async () => (await screen.all('switch', /^Disk full/)).some(({ checked }) => checked),
    'the switch, on',
  );
});

test('the gallery is looked through, and a world of it edited', async () => {
  await screen.click('button', /^World: /);
  await screen.fill('searchbox', 'Find a world', 'disk full');
  await screen.until(
    async () => (await screen.all('button', /^Alarms/)).length === 0,
    'fewer worlds',
  );
  await screen.find('button', /^Contacts, disk full/);
  await screen.pictures('gallery');
  await screen.fill('searchbox', 'Find a world', 'nobody says this');
  await screen.says(/No world here says that/);
  await screen.fill('searchbox', 'Find a world', 'alarms');
  await screen.click('button', 'Edit Alarms');
  await screen.fill('textbox', 'Title', 'Alarms of mine');
  await screen.fill('textbox', 'Task', 'Switch everything off.');
  await screen.pictures('editor');
  await screen.click('button', 'Open it');
  await screen.find('button', 'World: Alarms of mine', LONG);
  await screen.says(/Task: Switch everything off\./);
  await screen.click('button', /^World: /);
  await screen.find('heading', /^Yours/);
});

test('the first screen is written: what cannot be read is said at once', async () => {
  await chooseWorld(screen, 'Alarms');
  await screen.click('tab', 'Facts');
  await screen.click('button', 'Edit this world from here');
  const field = await screen.element('textbox', 'First screen, in this dialect', LONG);
  await field.click();
  await screen.page.keyboard.down('Control');
  await screen.page.keyboard.press('a');
  await screen.page.keyboard.up('Control');
  await field.type('no list');
  await screen.says(/line 1, column/);
  await screen.until(async () => (await screen.find('button', 'Open it')).disabled, 'nothing to open');
  await screen.page.keyboard.down('Control');
  await screen.page.keyboard.press('a');
  await screen.page.keyboard.up('Control');
  await field.type('[ 0] | android.widget.Button | text="OK" | bounds=[40,60][400,160] | clickable');
  const dialects = await screen.element('combobox', 'Dialect');
  await dialects.select('android-droidbot');
  await screen.until(async () => (await field.evaluate((it) => it.value)).includes('Button'), 'it');
  await screen.click('button', 'Open it');
  await screen.find('button', 'World: Alarms (changed)', LONG);
  await screen.find('button', 'OK');
});

test('the reference environment draws an edited world', async () => {
  await chooseWorld(screen, 'A phone');
  await screen.click('button', /^World: /);
  await screen.click('button', 'Edit A phone');
  await screen.page.$$eval('.editor summary', (all) => all[0].click());
  await screen.click('button', 'Change apps');
  await screen.fill('textbox', 'title, row 1', 'Wake-up');
  await screen.click('button', 'Open it');
  await screen.find('button', 'World: A phone (changed)', LONG);
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Wake-up');
  await stepped(1);
  await screen.says(/Played by the reference environment/);
});

const scenario = (name) => readFile(join(ROOT, `web/scenarios/${name}.json`), 'utf8');

test('a scenario, a recorded walk and a screen are brought', async () => {
  const own = JSON.parse(await scenario('alarms'));
  await bring(screen, JSON.stringify({ ...own, id: 'mine', title: 'Brought along' }));
  await screen.find('button', 'World: Brought along', LONG);
  await bring(screen, await scenario('forum-flaky.trace'));
  await screen.find('button', 'World: Forum, flaky server', LONG);
  await bring(screen, '- heading "Sign in" [level=1] [ref=e1]\n- textbox "Name" [ref=e2]\n- button "Go" [ref=e3]');
  await screen.find('button', 'World: An imported screen', LONG);
  await screen.find('button', 'Go');
});

test('a row of AgentWorldBench is brought, what cannot be read of it is listed', async () => {
  const row = {
    task: 'android',
    id: 7,
    prompt: [
      '### Turn 1\n**Task Instruction:**\nOpen it.\n\n**Current State:**\n' +
        '[ 0] | android.widget.Button | text="Open" | bounds=[40,60][400,160] | clickable\n' +
        'nobody knows this line\n\n**Action:**\n```json\n{"action_type":"click","index":0}\n```',
    ],
    response: [
      '**Environment Observation:**\n' +
        '[ 0] | android.widget.TextView | text="It is open" | bounds=[40,60][400,160]',
    ],
    current_prompt: '',
    system_str: '',
    turn_idx: 1,
    total_turns: 1,
  };
  await bring(screen, JSON.stringify(row));
  await screen.says(/Not all of it could be read\..*At the start, line 2/s, LONG);
  await screen.pictures('bring');
  await screen.click('button', /^Open as a walk of 1 step/);
  await screen.find('button', 'World: android 7', LONG);
  await screen.says(/Task: Open it\./);
});

test('what fits several dialects is asked about', async () => {
  await bring(screen, 'root@host:/app# pwd\n/app\nroot@host:/app# ');
  await screen.says(/This may be one of several/, LONG);
  await screen.click('button', /^Open as a screen in terminal/);
  await screen.find('textbox', 'Type at the terminal', LONG);
});

test('hostile text is text', async () => {
  for (const [text, said] of [
    ['{"prompt": 1, "response": 2}', /looks like a row of AgentWorldBench, but/],
    ['{"first": "", "dialect": "web-axtree"}', /looks like a scenario, but/],
    ['world android\n7 button', /looks like a keyframe, but/],
    [`1${'A'.repeat(40)}`, /link is damaged|end of this link is missing|not a Diorama link/],
    ['['.repeat(100_000), /may be one of several|No dialect reads/],
  ]) {
    await bring(screen, text);
    await screen.says(said, LONG);
    await screen.page.keyboard.press('Escape');
  }
  const evil = '<img src=x onerror="globalThis.harmed = 1"><script>globalThis.harmed = 1</script>';
  await bring(screen, `- heading ${JSON.stringify(evil)} [ref=e1]\n- link "javascript:alert(1)" [ref=e2]`);
  await screen.find('link', 'javascript:alert(1)', LONG);
  assert.equal(await screen.page.evaluate(() => globalThis.harmed), undefined);
});

/** The text of the drawn world. */
function worldText() {
  return screen.page.evaluate(() => document.querySelector('[aria-label="World"]')?.innerText ?? '');
}
