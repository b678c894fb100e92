// The widget in pages of other origins, in Chromium and in Firefox: what it plays, what it says and
// hears, and what it leaves alone. What it costs and how it looks: embed-pages.test.js.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { chromium, firefox } from './helpers/browser.js';
import { linkOf, startHost, Widget } from './helpers/host.js';
import { DIST } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settles } from './helpers/wait.js';

/** Loading and running a model on a busy machine, in milliseconds. */
const LONG = 60_000;
/** What the poster of the alarms has to press. */
const PLAY = 'Play 6 steps: Alarms';

let browser;
/** Diorama's own server: a plain one, without CORS headers. */
let site;
/** One that lets pages take it in that are isolated from other origins. */
let open;
let host;
let page;
/** What consoles and pages said that they should not have. */
let complaints;

before(async () => {
  site = await serve({ '/some/where/': DIST });
  open = await serve(
    { '/': DIST },
    {
      headers: {
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Cross-Origin-Resource-Policy': 'cross-origin',
      },
    },
  );
  host = await startHost();
});
after(async () => {
  await host?.close();
  await open?.close();
  await site?.close();
});

const script = () => `<script async src="${site.origin}/some/where/embed.js"></script>`;
const element = (attributes) => `<diorama-world ${attributes}></diorama-world>`;
const tall = '<div style="height: 3000px"></div>';
const models = () => site.requests.filter((path) => /\.gguf$|carrier\/model/.test(path));

async function newPage() {
  site.requests.length = 0;
  page = await browser.newPage();
  complaints = [];
  await page.setViewport({ width: 900, height: 760 });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
}

/** Opens a page of somebody else, which notes what it hears as events of its worlds. */
async function visit(content, headers) {
  const listen = `<script>
    globalThis.heard = [];
    for (const event of ['ready', 'height', 'step', 'error']) {
      addEventListener('diorama-' + event, ({ detail }) => heard.push({ event, ...detail }));
    }
  </script>`;
  await page.goto(host.publish(listen + content, headers));
}

const heard = (event) =>
  page.evaluate((event) => globalThis.heard.filter((it) => it.event === event), event);

/** Waits until the page around heard of a step. */
const hearsStep = (step, milliseconds = 20_000) =>
  page.waitForFunction(
    (step) => globalThis.heard.some((it) => it.event === 'step' && it.step === step),
    { timeout: milliseconds, polling: 100 },
    step,
  );

/** Calls a method of the page's first world, or sets an attribute. */
const tell = (name, ...values) =>
  page.evaluate(
    (name, values) => {
      const world = document.querySelector('diorama-world');
      return name === 'theme' ? world.setAttribute(name, ...values) : world[name](...values);
    },
    name,
    values,
  );

const theme = ({ frame }) => frame.evaluate(() => document.documentElement.dataset.theme);

for (const [name, launch] of [
  ['Chromium', chromium],
  ['Firefox', firefox],
]) {
  describe(name, () => {
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());
    beforeEach(newPage);
    afterEach(() => page.close());

    test('a click plays the recording; the page around is left alone', async () => {
      await visit(
        `${script()}<p><input aria-label="Mine"></p>${element('src="#w=alarms" title="Alarms"')}${tall}`,
      );
      const widget = await Widget.titled(page, 'Alarms');
      await widget.find('button', PLAY);
      await page.focus('input');
      await page.evaluate(() => scrollTo(0, 40));
      const around = () =>
        page.evaluate(() => [location.href, history.length, scrollY, document.activeElement.ariaLabel]);
      const [before, address] = [await around(), widget.frame.url()];
      // The button is pressed without the pointer, so that the focus is only where it is put.
      await widget.trigger('button', PLAY);
      await widget.opened();
      await hearsStep(2);
      assert.ok((await widget.place())[0] >= 2);
      assert.deepEqual(await around(), before);
      assert.equal(await widget.frame.evaluate(() => location.href), address);
      await settles(() => widget.has('button', PLAY), false, 'the poster that makes way');
      assert.deepEqual(models(), []);
      assert.deepEqual(complaints, []);
    });

    test('all of it by keyboard, and the focus is not lost', async () => {
      await visit(`${script()}<button>Mine</button>${element('src="#w=alarms"')}`);
      const widget = await Widget.titled(page);
      await widget.find('button', PLAY);
      await page.focus('button');
      await page.keyboard.press('Tab');
      await settles(() => widget.focused(), PLAY, 'the focus');
      await page.keyboard.press('Enter');
      await widget.opened();
      await settles(() => widget.focused(), 'Pause', 'the focus');
      await page.keyboard.press('Enter');
      await settles(() => widget.focused(), 'Play', 'the focus');
      for (let tabs = 0; (await widget.focused()) !== 'Step'; tabs += 1) {
        assert.ok(tabs < 4, 'the steps cannot be reached');
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await settles(() => widget.place(), [2, 6], 'the step');
      assert.equal(await widget.focused(), 'Step');
      const slider = await widget.find('slider', 'Step');
      assert.match(await slider.evaluate((it) => it.ariaValueText), /^Step 2 of 6: tap/);
    });

    test('page and widget speak', async () => {
      await visit(`${script()}${element('src="#w=alarms" autoplay="off" theme="light"')}`);
      const widget = await Widget.titled(page);
      await widget.find('button', PLAY);
      await settles(() => heard('ready'), [{ event: 'ready', title: 'Alarms' }], 'what the page hears');
      await page.waitForFunction(() => {
        const height = globalThis.heard.findLast((it) => it.event === 'height')?.height;
        return height === document.querySelector('iframe').offsetHeight;
      });
      await settles(() => theme(widget), 'light', 'the theme');
      await tell('goto', 3);
      await hearsStep(3, LONG);
      await settles(() => widget.place(), [3, 6], 'the step');
      const step = (await heard('step')).at(-1);
      assert.equal(step.steps, 6);
      assert.equal(step.label, 'type “Bread” into Label');
      await tell('theme', 'dark');
      await widget.frame.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
      await tell('play');
      await hearsStep(4);
      await tell('pause');
      await widget.find('button', 'Play');
      assert.deepEqual(await heard('error'), []);
    });

    test('what is forged or means nothing is passed over, on both sides', async () => {
      await visit(
        `${script()}${element('src="#w=alarms" autoplay="off" theme="dark"')}
         <iframe title="Other" srcdoc="<p>somebody else’s"></iframe>`,
      );
      const widget = await Widget.titled(page);
      await widget.find('button', PLAY);
      await tell('goto', 3);
      await hearsStep(3, LONG);
      // From the page around, but nothing that means anything.
      await page.evaluate(() => {
        const to = document.querySelector('diorama-world > iframe').contentWindow;
        const bad = [
          null, 7, 'goto 1', [], {}, { command: 'goto', step: 1 },
          { diorama: 2, command: 'goto', step: 1 }, { diorama: '1', command: 'goto', step: 1 },
          { diorama: 1, command: 'goto', step: -1 }, { diorama: 1, command: 'goto', step: 1.5 },
          { diorama: 1, command: 'goto', step: '1e3' }, { diorama: 1, command: 'goto' },
          { diorama: 1, command: 'goto', step: { valueOf: 1 } },
          { diorama: 1, command: 'theme', theme: 'light"><script>' },
          { diorama: 1, command: 'constructor' }, { diorama: 1, command: ['play'] },
        ];
        for (const message of bad) to.postMessage(message, '*');
      });
      // From somebody else: to the widget as if from the page, to the page as if from the widget.
      const other = await (await page.waitForSelector('iframe[title="Other"]')).contentFrame();
      await other.evaluate(() => {
        parent[0].postMessage({ diorama: 1, command: 'goto', step: 1 }, '*');
        parent[0].postMessage({ diorama: 1, command: 'theme', theme: 'light' }, '*');
        parent.postMessage({ diorama: 1, event: 'height', height: 250 }, '*');
        parent.postMessage({ diorama: 1, event: 'step', step: 99, steps: 99, label: '' }, '*');
      });
      // From the widget itself, were it not what it should be: the page stays within its bounds.
      await widget.frame.evaluate(() => {
        for (const height of [1e9, -1, NaN, '99999', null, {}, [1]]) {
          parent.postMessage({ diorama: 1, event: 'height', height }, '*');
        }
        for (const event of ['click', '__proto__', null, {}, 'load']) {
          parent.postMessage({ diorama: 1, event }, '*');
        }
      });
      // Messages come in order: when this one is there, the others have been.
      await tell('goto', 4);
      await hearsStep(4);
      const steps = (await heard('step')).map(({ step }) => step);
      assert.ok(!steps.includes(99) && !steps.includes(1), String(steps));
      assert.equal(await theme(widget), 'dark');
      const height = await page.$eval('diorama-world > iframe', (it) => it.offsetHeight);
      assert.ok(height >= 240 && height <= 900 && height !== 250, `${height} pixels high`);
    });

    test('in a sandbox without an origin, from a host without CORS headers', async () => {
      await visit(`${script()}${element('src="#w=alarms" isolated autoplay="off"')}`);
      const widget = await Widget.titled(page);
      assert.equal(await widget.frame.evaluate(() => self.origin), 'null');
      const kept = await widget.frame.evaluate(() => {
        try {
          return typeof localStorage;
        } catch ({ name }) {
          return name;
        }
      });
      assert.equal(kept, 'SecurityError');
      await widget.open(PLAY);
      await settles(() => widget.place(), [0, 6], 'the step');
      await tell('goto', 1);
      await hearsStep(1);
      assert.deepEqual(models(), []);
      // The model runs in memory.
      await widget.press('button', 'Live');
      await widget.press('button', 'Add alarm', LONG);
      await widget.says(/tap Add alarm: /, LONG);
      assert.deepEqual(models(), ['/some/where/embed/carrier/model.js']);
      const refused = complaints.filter((it) => /Content.Security.Policy/i.test(it));
      assert.deepEqual(refused, []);
    });

    test('a link in a sandbox without an origin', async () => {
      const link = await linkOf({ w: ['alarms'] });
      await visit(`${script()}${element(`src="#${link}" isolated`)}`);
      const widget = await Widget.titled(page);
      await widget.press('button', 'Step in: Alarms');
      // The link says less than a link does: the desk, which reads it, refuses it in words.
      await widget.says(/link/i, LONG);
      await settles(async () => (await heard('error')).length, 1, 'what the page hears');
    });

    test('in a page that sends COEP', async () => {
      // Where frames without credentials are not known, Diorama's host has to agree.
      const from = name === 'Firefox' ? `${open.origin}/` : `${site.origin}/some/where/`;
      // Such a page takes scripts of other sites only if those agree; this one has a copy.
      const copy = await (await fetch(`${from}embed.js`)).text();
      await visit(`<script>${copy}</script>${element(`src="${from}embed.html#w=alarms" autoplay="off"`)}`, {
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Cross-Origin-Opener-Policy': 'same-origin',
      });
      assert.equal(await page.evaluate(() => crossOriginIsolated), true);
      const widget = await (await Widget.titled(page)).open(PLAY);
      await settles(() => widget.place(), [0, 6], 'the step');
      await widget.press('button', 'Live');
      await widget.press('button', 'Add alarm', LONG);
      await widget.says(/tap Add alarm: /, LONG);
    });

    test('it does not play where nobody sees it', async () => {
      await visit(`${script()}${element('src="#w=alarms"')}${tall}`);
      await (await Widget.titled(page)).open(PLAY);
      await page.evaluate(() => scrollTo(0, 3000));
      // What was under way when it went out of sight may still come.
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const away = (await heard('step')).at(-1).step;
      await new Promise((resolve) => setTimeout(resolve, 4000));
      assert.equal((await heard('step')).at(-1).step, away);
      assert.ok(away < 6 && (await page.evaluate(() => scrollY > 2000)));
      await page.evaluate(() => scrollTo(0, 0));
      await hearsStep(away + 1);
    });

    test('two worlds, one model: live is asked for, and the other lets go', async () => {
      await visit(
        `${script()}${element('src="#w=phone" title="One" max-height="360"')}
         ${element('src="#w=browser" title="Two" max-height="360"')}`,
      );
      const one = await (await Widget.titled(page, 'One')).open('Step in: A phone');
      const two = await (await Widget.titled(page, 'Two')).open('Step in: A browser');
      await one.press('button', 'Clock');
      await one.says(/A model would have to predict this: tap Clock/);
      assert.deepEqual(models(), [], 'a model before it was asked for');
      await one.press('button', 'Live');
      await one.says(/tap Clock: /, LONG);
      await settles(() => one.lives(), true, 'the model of the first');
      await two.press('button', 'Live');
      await one.says(/The model rests/);
      await settles(() => one.lives(), false, 'the model of the first');
      await two.press('link', 'Shop', LONG);
      await two.says(/click Shop: /, LONG);
      // What happened in the first one stays.
      await settles(() => one.place(), [1, 1], 'the step');
      if (name === 'Chromium') {
        const workers = () => page.workers().filter((it) => /lean/.test(it.url())).length;
        await settles(workers, 1, 'workers with a model');
      }
    });

    test('an address that names no world: the widget says so, and tells', async () => {
      await visit(`${script()}${element('src="#w=nowhere"')}`);
      const widget = await Widget.titled(page);
      await widget.says(/names no world/);
      assert.equal(await widget.has('button', PLAY), false);
      const told = [{ event: 'error', message: 'The address names no world.' }];
      await settles(() => heard('error'), told, 'what the page hears');
    });

    test('an element whose address is a script makes no frame', async () => {
      await visit(`${script()}${element('src="javascript:alert(1)"')}`);
      await page.waitForFunction(() => customElements.get('diorama-world'));
      assert.equal(await page.$('iframe'), null);
    });
  });
}
