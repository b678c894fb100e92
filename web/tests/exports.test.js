// Files of a walk, as a person saves them: what is in each, and that what can be read again is.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { Place } from './helpers/host.js';
import { Screen } from './helpers/page.js';
import { DIST, SCREENSHOTS } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { settled, settles } from './helpers/wait.js';
import { bring, prefer, stepsAre } from './helpers/worlds.js';

const LONG = 60_000;

let browser;
let site;
let screen;
let folder;

before(async () => {
  site = await serve({ '/': DIST });
  browser = await chromium();
});
after(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diorama-'));
  screen = await Screen.open(browser, `${site.origin}/`);
  const session = await screen.page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await prefer(screen, 'Reference environment');
  await screen.click('button', 'Clock');
  await stepped(1);
  await screen.click('button', 'Back');
  await stepped(2);
});
afterEach(async () => {
  assert.deepEqual(screen.complaints, []);
  await screen.close();
  await rm(folder, { recursive: true });
});

const stepped = (count) => stepsAre(screen, count, LONG);

/** Saves the walk as something; gives where it lies and its bytes. */
async function save(kind) {
  await screen.page.keyboard.press('x');
  await screen.click('button', `Download: ${kind}`);
  await screen.says(/Saved “[^”]+”, /, LONG);
  const name = await screen.until(async () => {
    const names = await readdir(folder);
    return names.find((name) => !/\.crdownload$|^\./.test(name));
  }, 'a file');
  const path = join(folder, name);
  const bytes = await screen.until(async () => {
    const bytes = await readFile(path);
    return bytes.length > 0 && bytes;
  }, 'what is in it');
  await screen.closeSheet();
  return { name, path, bytes };
}

/** The world as it is drawn. */
const drawn = () => screen.page.$eval('.table', (table) => table.innerText);

test('the sheet says what there is', async () => {
  await screen.page.keyboard.press('s');
  await screen.click('button', /export it as a file/);
  await screen.find('heading', 'Export this walk');
  await screen.pictures('export');
});

test('a world and a trace of it, opened again, are the same walk', async () => {
  const before = await settled(drawn, 'the world');
  const world = await save('World (JSON)');
  const { id } = JSON.parse(world.bytes);
  await rm(world.path);
  const { bytes } = await save('Trace (JSON)');
  const trace = JSON.parse(bytes);
  assert.equal(trace.scenario, id);
  assert.equal(trace.steps.length, 2);
  assert.match(trace.source, /reference environment/);
  const scenario = { ...JSON.parse(world.bytes), title: 'Come back' };
  await bring(screen, JSON.stringify({ scenario, trace }));
  await screen.find('button', 'World: Come back', LONG);
  await stepped(2);
  await settles(drawn, before, 'the world, opened again', LONG);
});

test('rows of AgentWorldBench are read again', async () => {
  const { name, bytes } = await save('AgentWorldBench (JSONL)');
  assert.match(name, /_test\.jsonl$/);
  const rows = bytes.toString().trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(rows.length, 2);
  for (const row of rows) assert.ok(row.prompt && row.response, JSON.stringify(row).slice(0, 200));
  await bring(screen, bytes.toString());
  // It is a recording now.
  await screen.says(/Recorded/, LONG);
  await stepped(2);
});

test('a picture shows the screen', async () => {
  const { name, bytes } = await save('Picture (PNG)');
  assert.match(name, /\.png$/);
  const found = await screen.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const colours = new Set(new Uint32Array(data.buffer));
    return { width: image.width, height: image.height, colours: colours.size };
  }, bytes.toString('base64'));
  assert.ok(found.height > 2 * found.width && found.width > 1000, JSON.stringify(found));
  assert.ok(found.colours > 50, `${found.colours} colours`);
});

test('an animation has a frame a step', async () => {
  const { name, bytes } = await save('Animation (GIF)');
  assert.match(name, /\.gif$/);
  assert.equal(bytes.subarray(0, 6).toString(), 'GIF89a');
  const found = await screen.page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: 'image/gif' });
    await decoder.tracks.ready;
    const count = decoder.tracks.selectedTrack.frameCount;
    const sums = [];
    for (let frameIndex = 0; frameIndex < count; frameIndex += 1) {
      const { image } = await decoder.decode({ frameIndex });
      const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const pixels = new Uint32Array(
        context.getImageData(0, 0, canvas.width, canvas.height).data.buffer,
      );
      sums.push(pixels.reduce((sum, pixel) => (sum * 31 + pixel) % 4_294_967_291, 7));
    }
    return { count, different: new Set(sums).size };
  }, bytes.toString('base64'));
  assert.equal(found.count, 3);
  assert.equal(found.different, 3);
});

test('a replay plays by itself, from a file, and asks for nothing', async () => {
  const { path } = await save('Replay (HTML)');
  const page = await browser.newPage();
  const asked = [];
  const complaints = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.setOfflineMode(true);
  const address = pathToFileURL(path).href;
  await page.goto(address);
  const place = new Place(page);
  await place.find('button', 'Next');
  await place.says(/Start/);
  await page.keyboard.press('ArrowRight');
  await place.says(/1 of 2: .*Clock/);
  await page.keyboard.press('ArrowLeft');
  await settles(() => page.$eval('figcaption', (it) => it.textContent), 'Start', 'the caption');
  await place.press('button', 'Play');
  await page.waitForSelector('ol > :last-child [aria-current=step]', { timeout: LONG });
  // A picture that was put in just now may not be decoded yet.
  await page.waitForFunction(() => document.querySelector('img').naturalWidth > 100);
  await page.screenshot({ path: join(SCREENSHOTS, 'replay-file.png') });
  assert.deepEqual(asked.filter((it) => it !== address && !it.startsWith('data:')), []);
  assert.deepEqual(complaints, []);
  await page.close();
});
