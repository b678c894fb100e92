// The widget in pages of other origins: what it costs, what it shows, what it says and hears, and what
// it leaves alone. In Chromium and in Firefox.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { chromium, firefox } from './helpers/browser.js';
import { Embedded, place, says, startHost } from './helpers/host.js';
import { DIST, SCREENSHOTS } from './helpers/places.js';
import { serve } from './helpers/server.js';

/** Most bytes of a poster, as they are. */
const POSTER = 60_000;
/** Loading and running a model on a busy machine, in milliseconds. */
const LONG = 60_000;

let browser;
/** Diorama's own server: a plain one, without CORS headers. */
let site;
let host;
let page;
/** What consoles and pages said that they should not have. */
let complaints;

before(async () => {
  site = await serve({ '/some/where/': DIST });
  host = await startHost();
});
after(async () => {
  await host?.close();
  await site?.close();
});

const script = () => `<script async src="${site.origin}/some/where/embed.js"></script>`;
const element = (attributes) => `<diorama-world ${attributes}></diorama-world>`;

async function newPage() {
  page = await browser.newPage();
  complaints = [];
  await page.setViewport({ width: 900, height: 760 });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
}

/** Opens a page of somebody else. */
async function visit(content, headers) {
  await page.goto(host.publish(content, headers));
  return new Embedded(page);
}

/** Notes what the page around hears as events of the element. */
const listen = () =>
  page.evaluate(() => {
    globalThis.heard = [];
    for (const event of ['ready', 'height', 'step', 'error']) {
      addEventListener(`diorama-${event}`, ({ detail }) => heard.push({ event, ...detail }));
    }
  });

/** Waits until something that was heard satisfies `look`, written for the page. */
const hears = (look, milliseconds = 20_000) =>
  page.waitForFunction(`heard.find(${look})`, { timeout: milliseconds, polling: 100 });

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
      const embedded = await visit(
        `${script()}<p><input aria-label="Mine"></p>${element('src="#w=alarms" title="Alarms"')}
         <div style="height: 3000px"></div>`,
      );
      await listen();
      await page.focus('input');
      const before = await page.evaluate(() => [location.href, history.length, scrollY]);
      const frame = await embedded.frame();
      const address = frame.url();
      assert.equal(await page.$eval('iframe', (it) => it.title), 'Alarms');
      // The button is pressed without the pointer, so that the focus is only where it is put.
      await frame.$eval('#start', (button) => button.click());
      await frame.waitForSelector('.widget', { timeout: LONG });
      await hears('({ event, step }) => event === "step" && step === 2');
      assert.deepEqual(await place(frame), [2, 6]);
      assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), 'Mine');
      const now = await page.evaluate(() => [location.href, history.length, scrollY]);
      assert.deepEqual(now, before);
      assert.equal(await frame.evaluate(() => location.href), address);
      assert.equal(await frame.$('#poster'), null);
      assert.deepEqual(complaints, []);
    });

    test('all of it by keyboard, and the focus is not lost', async () => {
      const embedded = await visit(`${script()}<button>Mine</button>${element('src="#w=alarms"')}`);
      const frame = await embedded.frame();
      await page.focus('button');
      await page.keyboard.press('Tab');
      await frame.waitForFunction(() => document.activeElement?.id === 'start');
      await page.keyboard.press('Enter');
      await frame.waitForSelector('.widget', { timeout: LONG });
      const focused = () => frame.evaluate(() => document.activeElement.ariaLabel);
      assert.equal(await focused(), 'Pause');
      await page.keyboard.press('Enter');
      assert.equal(await focused(), 'Play');
      for (let tabs = 0; (await focused()) !== 'Step'; tabs += 1) {
        assert.ok(tabs < 4, 'the steps cannot be reached');
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.deepEqual(await place(frame), [2, 6]);
      assert.equal(await focused(), 'Step');
      const said = await frame.$eval('.scrub', (scrub) => scrub.getAttribute('aria-valuetext'));
      assert.match(said, /^Step 2 of 6: tap/);
    });

    test('page and widget speak; what is forged or malformed is passed over', async () => {
      const embedded = await visit(
        `${script()}${element('src="#w=alarms" autoplay="off" theme="light"')}
         <iframe id="other" srcdoc="<p>somebody else’s"></iframe>`,
      );
      await listen();
      const frame = await embedded.frame();
      await page.evaluate(() => document.querySelector('diorama-world').goto(3));
      await hears('({ event, step, steps }) => event === "step" && step === 3 && steps === 6', LONG);
      assert.deepEqual(await place(frame), [3, 6]);
      await page.evaluate(() => {
        document.querySelector('diorama-world').setAttribute('theme', 'dark');
      });
      await frame.waitForFunction(() => document.documentElement.dataset.theme === 'dark');

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
      const other = await (await page.$('#other')).contentFrame();
      await other.evaluate(() => {
        parent[0].postMessage({ diorama: 1, command: 'goto', step: 1 }, '*');
        parent[0].postMessage({ diorama: 1, command: 'theme', theme: 'light' }, '*');
        parent.postMessage({ diorama: 1, event: 'height', height: 5000 }, '*');
        parent.postMessage({ diorama: 1, event: 'step', step: 99, steps: 99, label: '' }, '*');
      });
      // Messages come in order: when this one is there, the others have been.
      await page.evaluate(() => document.querySelector('diorama-world').goto(4));
      await hears('({ event, step }) => event === "step" && step === 4');
      const steps = await page.evaluate(() =>
        heard.filter(({ event }) => event === 'step').map(({ step }) => step),
      );
      assert.deepEqual(steps.filter((step) => step === 99 || step === 1), []);
      assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), 'dark');
      const height = await page.$eval('diorama-world > iframe', (it) => it.offsetHeight);
      assert.ok(height >= 240 && height <= 900, `${height} pixels high`);
    });

    test('in a sandbox without an origin, from a host without CORS headers', async () => {
      const embedded = await visit(`${script()}${element('src="#w=alarms" isolated autoplay="off"')}`);
      await listen();
      const frame = await embedded.frame();
      assert.equal(await frame.evaluate(() => self.origin), 'null');
      const kept = await frame.evaluate(() => {
        try {
          return typeof localStorage;
        } catch ({ name }) {
          return name;
        }
      });
      assert.equal(kept, 'SecurityError');
      await embedded.open();
      assert.deepEqual(await place(frame), [0, 6]);
      await page.evaluate(() => document.querySelector('diorama-world').goto(5));
      await hears('({ event, step }) => event === "step" && step === 5');
      // The model is no script: it cannot be had here, and that is said.
      await frame.$eval('.live', (button) => button.click());
      await says(frame, /cannot be loaded inside this page. Open the world in Diorama/);
    });
  });
}

describe('Chromium alone', () => {
  before(async () => {
    browser = await chromium();
  });
  after(() => browser?.close());
  beforeEach(newPage);
  afterEach(() => page.close());

  test('a poster costs little and runs nothing', async () => {
    const asked = [];
    page.on('response', (response) => asked.push(response));
    await page.goto(`${site.origin}/some/where/embed.html#w=desktop`);
    await page.waitForSelector('#start:not([hidden])');
    await page.waitForNetworkIdle();
    let bytes = 0;
    for (const response of asked) {
      assert.ok(!/wasm|page-[0-9a-f]+\.js|\.gguf/.test(response.url()), response.url());
      if (!response.url().startsWith('data:')) bytes += (await response.buffer()).length;
    }
    console.log(`the widget before it is clicked: ${bytes} bytes`);
    assert.ok(bytes <= POSTER, `${bytes} bytes`);
    assert.deepEqual(complaints, []);
  });

  test('a link of somebody: its poster says what it is called, as text', async () => {
    const title = '<img src=x onerror=alert(1)>\u202Eevil\u200B';
    const link = await linkOf({ s: { title, domain: 'web' }, x: [{}, {}] });
    await page.goto(`${site.origin}/some/where/embed.html#${link}`);
    await page.waitForSelector('#start:not([hidden])');
    const shown = await page.$eval('#title', (it) => it.textContent);
    assert.equal(shown, '<img src=x onerror=alert(1)> evil');
    assert.match(await page.$eval('#picture', (it) => it.src), /any-web\.svg$/);
    assert.equal(await page.$eval('#start', (it) => it.innerText.trim()), 'Play 2 steps');
    assert.deepEqual(complaints, []);
  });

  for (const [what, address] of [
    ['a world that there is not', '#w=nowhere'],
    ['a script', '#w=javascript:alert(1)'],
    ['nothing', ''],
  ]) {
    test(`an address with ${what}: the widget says so`, async () => {
      const embedded = await visit(`${script()}${element(`src="${address}"`)}`);
      const frame = await embedded.frame();
      await says(frame, /names no world/);
      assert.equal(await frame.$('#start:not([hidden])'), null);
    });
  }

  test('an element whose address is a script makes no frame', async () => {
    await visit(`${script()}${element('src="javascript:alert(1)"')}`);
    await page.waitForFunction(() => customElements.get('diorama-world'));
    assert.equal(await page.$('iframe'), null);
  });

  test('in a page that sends COEP', async () => {
    const embedded = await visit(`${script().replace('async', 'async crossorigin')}`, {});
    // Such a page takes scripts of other sites only if those agree; this one has a copy.
    const copy = await (await fetch(`${site.origin}/some/where/embed.js`)).text();
    const src = `${site.origin}/some/where/embed.html#w=alarms`;
    await visit(`<script>${copy}</script>${element(`src="${src}" autoplay="off"`)}`, {
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Opener-Policy': 'same-origin',
    });
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    const frame = await embedded.open();
    assert.deepEqual(await place(frame), [0, 6]);
  });

  test('it does not play where nobody sees it', async () => {
    const embedded = await visit(
      `${script()}${element('src="#w=alarms"')}<div style="height: 4000px"></div>`,
    );
    await listen();
    const frame = await embedded.open();
    await page.evaluate(() => scrollTo(0, 3000));
    await frame.waitForFunction(() => !globalThis.gone);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const [away] = await place(frame);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    assert.deepEqual(await place(frame), [away, 6]);
    await page.evaluate(() => scrollTo(0, 0));
    await hears(`({ event, step }) => event === "step" && step === ${away + 1}`);
  });

  test('two worlds, one model: live is asked for, and the other lets go', async () => {
    const embedded = await visit(
      `${script()}${element('src="#w=phone" max-height="360"')}
       ${element('src="#w=browser" max-height="360"')}`,
    );
    const one = await embedded.open();
    const two = await new Embedded(page, 1).open();
    assert.deepEqual(models(), [], 'a model before it was asked for');
    await press(one, 'Clock');
    await says(one, /A model would have to predict this: tap Clock/);
    await press(one, /Run it live/);
    await says(one, /tap Clock: /, LONG);
    assert.equal(await one.$eval('.live', (it) => it.ariaPressed), 'true');
    await press(two, 'Live');
    await says(one, /The model rests/);
    assert.equal(await one.$eval('.live', (it) => it.ariaPressed), 'false');
    await press(two, 'Shop');
    await says(two, /click Shop: /, LONG);
    assert.equal(workers().length, 1);
    // What happened in the first one stays.
    assert.deepEqual(await place(one), [1, 1]);
  });

  test('read-only: to be looked at and walked through', async () => {
    const embedded = await visit(`${script()}${element('src="#w=alarms" read-only step="2"')}`);
    const frame = await embedded.open();
    assert.deepEqual(await place(frame), [2, 6]);
    assert.equal(await frame.$('.live'), null);
    const controls = await frame.$$eval('.world :is(button, input, textarea)', (all) =>
      all.filter((it) => !it.matches(':disabled')).length,
    );
    assert.equal(controls, 0);
    await press(frame, 'One step on');
    assert.deepEqual(await place(frame), [3, 6]);
  });

  test('how it looks', async () => {
    for (const [name, world] of [['phone', 'contacts-disk-full'], ['web', 'tracker-sign-in'],
      ['desktop', 'editor-save'], ['terminal', 'terminal']]) {
      for (const [look, theme, width, height] of [['light', 'light', 800, 520],
        ['dark', 'dark', 800, 520], ['narrow', 'light', 360, 520]]) {
        await page.setViewport({ width, height });
        const options = `theme=${theme}&step=2`;
        await page.goto('about:blank');
        await page.goto(`${site.origin}/some/where/embed.html#w=${world}&${options}`);
        await page.waitForSelector('#start:not([hidden])');
        await page.waitForNetworkIdle();
        await picture(`embed-${name}-${look}-poster`);
        await page.click('#start');
        await page.waitForSelector('.widget', { timeout: LONG });
        await picture(`embed-${name}-${look}`);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${name}, ${look}: ${over} pixels stick out`);
      }
    }
    assert.deepEqual(complaints, []);
  });
});

const picture = (name) => page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
const models = () => site.requests.filter((path) => path.endsWith('.gguf'));
const workers = () => page.workers().filter((it) => /lean|worker/.test(it.url()));

/** Presses a control of a frame by its name. */
async function press(frame, name) {
  const handle = await frame.waitForFunction(
    (source, exact) => {
      const fits = (text) => (exact ? text === source : new RegExp(source).test(text));
      const all = [...document.querySelectorAll('button')];
      return all.find((it) => fits((it.ariaLabel || it.textContent).trim()));
    },
    {},
    name instanceof RegExp ? name.source : name,
    !(name instanceof RegExp),
  );
  await handle.click();
}

/** A payload as a link. */
async function linkOf(payload) {
  const stream = new Blob([JSON.stringify(payload)]).stream();
  const bytes = await new Response(stream.pipeThrough(new CompressionStream('deflate'))).arrayBuffer();
  return `1${Buffer.from(bytes).toString('base64url')}`;
}
