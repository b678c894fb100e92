// The worker that asks a server, against one that answers as no good server would.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from './helpers/browser.js';
import { DONE, delta, ending, refuse, startCompletions, stream } from './helpers/completions.js';
import { ROOT } from './helpers/places.js';
import { serve } from './helpers/server.js';
import { GREEDY, Worker, serveHarness } from './helpers/worker.js';

const KEY = 'sk-never-to-be-seen';
/** How long a server may say nothing, in milliseconds. */
const PATIENCE = 1500;

let browser;
let site;
let scenario;
let server;
let worker;

before(async () => {
  site = await serveHarness();
  browser = await chromium();
  const file = join(ROOT, 'web/scenarios/contacts-disk-full.json');
  scenario = JSON.parse(await readFile(file, 'utf8'));
});
after(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(async () => {
  server = await startCompletions({ key: KEY });
  worker = await Worker.start(browser, site.origin, '/remote_loader.js');
});
afterEach(async () => {
  await worker.close();
  await server.close();
});

/** Connects; gives the answer. */
async function connect({ origin, host } = server, key = KEY) {
  const message = {
    type: 'connect',
    server: { base: `${origin}/v1`, host },
    key,
    patience_ms: PATIENCE,
  };
  return (await worker.ask(message, 'models', 'refused')).at(-1);
}

/** Asks for a step; gives all answers. */
function step(more = {}) {
  return worker.ask(
    {
      type: 'step',
      id: 7,
      model: 'Qwen/Qwen-AgentWorld',
      scenario,
      turns: [{ action: '{"action_type":"wait"}', observation: 'nothing' }],
      action: '{"action_type":"navigate_back"}',
      sampling: GREEDY,
      max_tokens: 64,
      ...more,
    },
    'stepped',
    'failed',
  );
}

/** The steps that the server was asked for. */
const bodies = () => server.asked.filter(({ method }) => method === 'POST').map(({ body }) => body);

test('a reply and its thoughts come as they were sent, however they are cut', async () => {
  const connected = await connect();
  assert.deepEqual(connected, { type: 'models', names: ['Qwen/Qwen-AgentWorld'] });
  const thoughts = 'Hm… 鏡 <img src=x onerror=alert(1)> </think><predicted_observation>no';
  const reply = '<predicted_observation>\n<script>alert("😀")</script>\u202e\u0000\n</predicted_observation>';
  const text =
    '\ufeff: ping\r\n\r\n' +
    delta({ role: 'assistant', content: null }) +
    [...thoughts].map((letter) => delta({ reasoning_content: letter })).join('') +
    `event: message\r\n${delta({ content: reply })}` +
    ending() +
    DONE;
  const bytes = Buffer.from(text);
  const third = Math.ceil(bytes.length / 3);
  // Three bytes at a time where letters of several bytes stand, the rest in one.
  const pieces = [];
  for (let at = 0; at < 600; at += 3) pieces.push(bytes.subarray(at, at + 3));
  pieces.push(bytes.subarray(600, 600 + third), bytes.subarray(600 + third));
  server.answer = (response) => stream(response, pieces);

  const answers = await step();
  const { type, end, speed, ...stepped } = answers.at(-1);
  assert.equal(type, 'stepped', JSON.stringify(answers.at(-1)));
  assert.deepEqual(stepped, { id: 7, reply, thoughts });
  assert.equal(end, 'complete');
  assert.deepEqual([speed.prompt_tokens, speed.reused_tokens, speed.tokens], [32, 30, 8]);
  const writing = answers.filter(({ type }) => type === 'writing');
  assert.ok(writing.length > 1, 'it did not come piece by piece');
  assert.equal(writing.map(({ text }) => text).join(''), reply);
  assert.equal(writing.map(({ thoughts }) => thoughts).join(''), thoughts);
});

test('the world is told in the published form, the first draw greedily', async () => {
  await connect();
  await step();
  await step({ sampling: { temperature: 0.6, top_k: 20, top_p: 0.95, min_p: 0, seed: 3 } });
  const [first, second] = bodies();
  const { messages, ...parameters } = first;
  assert.deepEqual(
    messages.map(({ role }) => role),
    ['system', 'user', 'assistant', 'user'],
  );
  assert.match(messages[1].content, /^### Turn 1\n/);
  assert.equal(messages[2].content, '**Environment Observation:**\nnothing');
  assert.match(messages[3].content, /First think step by step\./);
  assert.deepEqual(parameters, {
    model: 'Qwen/Qwen-AgentWorld',
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 64,
    temperature: 0,
  });
  const { temperature, top_p, top_k, seed } = second;
  assert.deepEqual({ temperature, top_p, top_k, seed }, { temperature: 0.6, top_p: 0.95, top_k: 20, seed: 3 });
  for (const { headers } of server.asked) {
    assert.equal(headers.authorization, `Bearer ${KEY}`);
    assert.equal(headers.cookie, undefined);
    assert.equal(headers.referer, undefined);
  }
});

test('a server that does not know a parameter is asked without it', async () => {
  await connect();
  server.answer = (response, { body }) =>
    'top_k' in body
      ? refuse(response, 400, { error: { message: 'Unrecognized request argument supplied: top_k' } })
      : stream(response, [delta({ content: 'Hello.' }), DONE]);
  const answers = await step({ sampling: { ...GREEDY, temperature: 0.6, top_k: 20 } });
  assert.equal(answers.at(-1).reply, 'Hello.');
  assert.equal(bodies().length, 2);
});

test('a server that does not stream is read all the same', async () => {
  await connect();
  server.answer = (response) =>
    refuse(response, 200, {
      choices: [{ message: { content: 'Hello.', reasoning_content: 'Hm.' }, finish_reason: 'length' }],
    });
  const { reply, thoughts, end } = (await step()).at(-1);
  assert.deepEqual({ reply, thoughts, end }, { reply: 'Hello.', thoughts: 'Hm.', end: 'length' });
});

/** What a server does, and the sentence or the end that it comes to. */
const ODDITIES = {
  'closes without a last word after the end': [
    (response) => stream(response, [delta({ content: 'Hello.' }), ending()]),
    'complete',
  ],
  'says that it is done and nothing else': [
    (response) => stream(response, [delta({ content: 'Hello.' }), DONE]),
    'complete',
  ],
  'closes in the middle of a reply': [
    (response) => stream(response, [delta({ content: 'Hello.' })]),
    /broke off in the middle of its reply/,
  ],
  'closes in the middle of an event': [
    (response) => stream(response, [delta({ content: 'Hello.' }), 'data: {"choices":[{"del']),
    /no part of a chat completion/,
  ],
  'cuts the connection': [
    async (response) => {
      await stream(response, [delta({ content: 'Hello.' })], { end: false });
      response.destroy();
    },
    /broke the connection off/,
  ],
  'sends a line without end': [
    (response) => stream(response, Array(40).fill('x'.repeat(64 << 10))),
    /goes on too long: a piece of the answer is longer/,
  ],
  'writes without end': [
    (response) => stream(response, Array(40).fill(delta({ content: 'x'.repeat(64 << 10) }))),
    /goes on too long: the reply is longer/,
  ],
  'sends events that are none': [
    (response) => stream(response, ['data: [[[[\n\n']),
    /no part of a chat completion/,
  ],
  'fails while it writes': [
    (response) =>
      stream(response, [delta({ content: 'He' }), `data: {"error":{"message":"out of ${KEY}"}}\n\n`]),
    /failed while it wrote\. It says: “out of …”/,
  ],
  'answers with a page of HTML': [
    (response) => response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    /answered 502: it has a problem; try again later\.$/,
  ],
  'wants fewer requests': [
    (response) => refuse(response, 429, { error: { message: 'Slow\u202e down\n\nplease' } }),
    /answered 429: too many requests; try again later\. It says: “Slow down please”/,
  ],
  'has no such model': [
    (response) => refuse(response, 404, { detail: `The model does not exist for ${KEY}` }),
    /no model called “Qwen\/Qwen-AgentWorld”, or no chat completions.*does not exist for …”/,
  ],
  'takes other keys only': [
    (response, { headers }) => refuse(response, 401, { error: { message: headers.authorization } }),
    /answered 401: it does not take this key\. It says: “Bearer …”/,
  ],
  'says nothing': [
    (response) => response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders(),
    /said nothing for 2 seconds and was given up/,
  ],
  'does not even answer': [() => {}, /said nothing for 2 seconds and was given up/],
};

for (const [what, [answer, outcome]] of Object.entries(ODDITIES)) {
  test(`a server that ${what}`, async () => {
    await connect();
    server.answer = answer;
    const last = (await step()).at(-1);
    assert.ok(!JSON.stringify(last).includes(KEY), 'the key was told');
    if (typeof outcome === 'string') {
      assert.equal(last.end, outcome, JSON.stringify(last));
      return;
    }
    assert.equal(last.type, 'failed', JSON.stringify(last));
    assert.match(last.message, outcome);
    // It goes on.
    server.answer = (response) => stream(response, [delta({ content: 'Again.' }), ending(), DONE]);
    assert.equal((await step()).at(-1).reply, 'Again.');
  });
}

test('a step that is stopped ends the request and keeps what came', async () => {
  await connect();
  let gone;
  server.answer = async (response) => {
    gone = once(response, 'close');
    await stream(response, [delta({ content: 'Hello' })], { end: false });
  };
  await worker.ask(
    { type: 'step', id: 9, model: 'm', scenario, turns: [], action: 'x', sampling: GREEDY, max_tokens: 9 },
    'writing',
  );
  const { reply, end } = (await worker.ask({ type: 'stop' }, 'stepped', 'failed')).at(-1);
  assert.deepEqual({ reply, end }, { reply: 'Hello', end: 'stopped' });
  await gone;
});

test('a server that wants a key says so', async () => {
  const { type, message } = await connect(server, null);
  assert.equal(type, 'refused');
  assert.match(message, /answered 401: it wants a key\./);
});

test('a server that is not there, or not open to this page, is told as that', async (t) => {
  const closed = await startCompletions({ open: false });
  t.after(() => closed.close());
  for (const server of [closed, { origin: 'http://127.0.0.1:9', host: '127.0.0.1:9' }]) {
    const { type, message } = await connect(server);
    assert.equal(type, 'refused');
    assert.ok(message.startsWith(`No answer from ${server.host} reached this page.`), message);
    assert.ok(message.includes(`--allowed-origins '["${site.origin}"]'`), message);
  }
});

test('nobody is followed to another address', async (t) => {
  const other = await startCompletions();
  t.after(() => other.close());
  await connect();
  server.answer = (response) =>
    response.writeHead(307, { Location: `${other.origin}/v1/chat/completions` }).end();
  const { message } = (await step()).at(-1);
  assert.match(message, /sends on to another address, which was not followed/);
  assert.deepEqual(other.asked, []);
});

test('a server without a list of models can be used', async (t) => {
  const silent = await startCompletions({ models: null });
  t.after(() => silent.close());
  assert.deepEqual(await connect(silent), { type: 'models', names: [] });
});

test('what is no server of models is refused', async (t) => {
  const page = await serve(
    {},
    {
      headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' },
      before: (_, response) => response.end('<!doctype html><title>Welcome</title>'),
    },
  );
  t.after(() => page.close());
  const { type, message } = await connect({ origin: page.origin, host: 'here' });
  assert.equal(type, 'refused');
  assert.match(message, /^here answers, but not as a server of models does/);
});
