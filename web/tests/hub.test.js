// Models from a Hugging Face hub, and from files that are none, through the worker's protocol.

import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { startHub } from './helpers/hub.js';
import { MODEL } from './helpers/places.js';
import { Worker, serveHarness } from './helpers/worker.js';

let browser;
let site;
let worker;

before(async () => {
  site = await serveHarness();
});
after(() => site.close());

// A fresh browser each time: nothing stored.
beforeEach(async () => {
  browser = await chromium();
  worker = await Worker.start(browser, site.origin);
});
afterEach(() => browser.close());

const from = (hub) => ({
  'hugging-face': {
    hub: hub.origin,
    repository: hub.repository,
    revision: 'main',
    file: hub.file,
  },
});

const load = async (source) => {
  const message = { type: 'load', id: 1, source, executor: 'cpu', context: 256 };
  return worker.ask(message, 'loaded', 'failed');
};

test('a hub tells size and hash before a download', async (t) => {
  const hub = await startHub();
  t.after(() => hub.close());
  const answers = await worker.ask({ type: 'inspect', source: from(hub) }, 'inspected', 'failed');
  const { type, model } = answers.at(-1);
  assert.equal(type, 'inspected', JSON.stringify(answers.at(-1)));
  assert.equal(model.file_bytes, MODEL.bytes);
  assert.equal(model.sha256, MODEL.sha256);
  assert.equal(model.architecture, 'llama');
  assert.equal(model.stored_bytes, 0);
});

test('a broken download resumes, is verified, and loads again without the hub', async (t) => {
  const hub = await startHub();
  t.after(() => hub.close());
  hub.breakNextAfter(30_000_000);
  const first = (await load(from(hub))).at(-1);
  // The worker may try again by itself; if it gives up it says why and keeps what it has.
  if (first.type === 'failed') {
    assert.equal(first.kind, 'network', first.message);
    const again = (await load(from(hub))).at(-1);
    assert.equal(again.type, 'loaded', JSON.stringify(again));
  }
  const resumed = hub.ranges.some((range) => /^bytes=[1-9]\d{6,}-/.test(range ?? ''));
  assert.ok(resumed, `no range goes on where the download broke: ${hub.ranges}`);
  await hub.close();

  const stored = (await worker.ask({ type: 'list-stored' }, 'stored')).at(-1).models;
  assert.equal(stored.length, 1);
  assert.equal(stored[0].bytes, MODEL.bytes);
  assert.equal(stored[0].sha256, MODEL.sha256);
  const offline = (await load({ stored: { key: stored[0].key } })).at(-1);
  assert.equal(offline.type, 'loaded', JSON.stringify(offline));
});

test('a file of another hash than the hub tells is refused', async (t) => {
  const hub = await startHub({ sha256: 'f'.repeat(64) });
  t.after(() => hub.close());
  const answer = (await load(from(hub))).at(-1);
  assert.equal(answer.type, 'failed');
  assert.equal(answer.kind, 'hash-mismatch', answer.message);
});

test('a file that is no model is refused', async () => {
  const source = { url: { url: `${site.origin}/worker.js`, sha256: null } };
  const answer = (await load(source)).at(-1);
  assert.equal(answer.type, 'failed');
  assert.equal(answer.kind, 'bad-model', answer.message);
});
