// The module for agents, in a page that has nothing of Diorama's but that.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { chromium, firefox } from './helpers/browser.js';
import { DIST, MODEL, ROOT, nodePackage } from './helpers/places.js';
import { serve } from './helpers/server.js';

const CLICK = '{"action_type":"click","index":1}';
const WAIT = '{"action_type":"wait"}';

let site;
let browser;
let page;

before(async () => {
  const harness = join(ROOT, 'web/tests/harness');
  site = await serve({ '/': DIST, '/harness/': harness, '/test-model/': MODEL.folder });
  browser = await chromium();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** A fresh page in which the module is `diorama`; what it complains of fails the test. */
async function visit(t, where = browser) {
  page = await where.newPage();
  t.after(() => page.close());
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${site.origin}/harness/agents.html`);
  await page.waitForFunction(() => globalThis.diorama);
  t.after(() => assert.deepEqual(complaints, []));
  return page;
}

/** The code that a promise in the page rejects with. */
const code = (run, ...given) =>
  page.evaluate(
    async (run, given) => {
      try {
        await (0, eval)(`(${run})`)(...given);
        return 'nothing';
      } catch (error) {
        if (!(error instanceof diorama.DioramaError && error instanceof Error)) return String(error);
        return error.message ? error.code : 'no message';
      }
    },
    String(run),
    given,
  );

test('the types fit an agent as people write one', async () => {
  const tsc = join(nodePackage('typescript'), 'bin/tsc');
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext'];
  const more = ['--moduleResolution', 'bundler', '--lib', 'es2022,dom', '--types', ''];
  const sample = join(ROOT, 'web/tests/agents/sample.ts');
  const run = promisify(execFile)(process.execPath, [tsc, ...flags, ...more, sample]);
  await run.catch(({ stdout }) => assert.fail(stdout));
});

test('the module knows the model that it was published with', async () => {
  const module = await readFile(join(DIST, 'diorama.js'), 'utf8');
  const model = await readFile(join(DIST, 'models/diorama-default.gguf'));
  const sha256 = createHash('sha256').update(model).digest('hex');
  assert.ok(module.includes(`sha256: '${sha256}'`));
});

for (const { name, launch } of [
  { name: 'Chromium', launch: chromium },
  { name: 'Firefox', launch: firefox },
]) {
  describe(name, () => {
    let own;
    before(async () => {
      own = await launch();
    });
    after(() => own?.close());

    test('the reference environment is stepped, forked and reset', async (t) => {
      await visit(t, own);
      const seen = await page.evaluate(
        async (CLICK, WAIT) => {
          const world = await diorama.open({ world: 'phone', predictor: 'reference' });
          const start = await world.observe();
          const clock = await world.step(CLICK);
          const fork = await world.fork();
          const beside = await world.fork(0);
          await world.step({ action_type: 'navigate_back' });
          const forked = await fork.step(WAIT);
          const other = await beside.step('{"action_type":"click","index":2}');
          const back = await world.observe();
          const steps = world.steps.map(({ action }) => action);
          const reset = await world.reset();
          const score = await world.score();
          return JSON.stringify({ start, clock, forked, other, back, steps, reset, score });
        },
        CLICK,
        WAIT,
      );
      // As text: WebDriver BiDi hands an object that stands twice in an answer over once.
      const { start, clock, forked, other, back, steps, reset, score } = JSON.parse(seen);
      assert.match(start.text, /desc="Clock"/);
      assert.match(clock.text, /clock:id/);
      assert.equal(forked.text, clock.text);
      assert.match(other.text, /settings:id/);
      assert.equal(back.text, start.text);
      assert.deepEqual(steps, [CLICK, '{"action_type":"navigate_back"}']);
      assert.deepEqual(reset, start);
      assert.equal(score, null);
      assert.equal(clock.sure, null);
      assert.ok(start.facts.some(({ name }) => name === 'alarms'));
    });

    test('the default model predicts, forks cheaply and is scored', async (t) => {
      await visit(t, own);
      const seen = await page.evaluate(
        async (CLICK, WAIT) => {
          const stages = new Set();
          const onProgress = ({ stage }) => stages.add(stage);
          const world = await diorama.open({ world: 'phone', onProgress });
          const start = await world.observe();
          const clock = await world.step(CLICK);
          const fork = await world.fork();
          const [one, two] = await Promise.all([world.step(WAIT), fork.step(WAIT)]);
          const before = performance.now();
          for (let i = 0; i < 20; i += 1) await (await world.fork(1)).observe();
          const took = performance.now() - before;
          const score = await world.score();
          world.close();
          const still = await fork.observe();
          return JSON.stringify({ start, clock, one, two, score, stages: [...stages], took, still });
        },
        CLICK,
        WAIT,
      );
      const { start, clock, one, two, score, stages, took, still } = JSON.parse(seen);
      assert.ok(start.whole && clock.whole && clock.sure > 0 && clock.sure <= 1);
      assert.notEqual(clock.text, start.text);
      assert.deepEqual(one, two, 'a prediction is a function of its branch');
      assert.deepEqual(still, two, 'a fork outlives what it came from');
      assert.ok(took < 1000, `${took} ms for 20 forks`);
      assert.equal(score.steps, 2);
      for (const share of ['exact', 'unchanged', 'changedF1', 'world']) {
        assert.ok(score[share] >= 0 && score[share] <= 1, JSON.stringify(score));
      }
      assert.ok(stages.includes('preparing'), stages.join());
    });
  });
}

test('what the model predicts is what the command predicts', async (t) => {
  // The cargo tests build it; by hand: cargo build --package diorama-cli
  const script = join(DIST, '../target/agents-actions.txt');
  const { writeFile } = await import('node:fs/promises');
  await writeFile(script, `${CLICK}\n${WAIT}\n`);
  const command = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'debug/diorama');
  const arguments_ = ['play', '--world', 'phone', '--agent', 'script', script, '--json'];
  const model = ['--model', join(DIST, 'models/diorama-default.gguf')];
  const run = await promisify(execFile)(command, [...arguments_, ...model]);
  const { trace, score } = JSON.parse(run.stdout);
  await visit(t);
  const seen = await page.evaluate(
    async (actions) => {
      const world = await diorama.open({ world: 'phone' });
      const texts = [];
      for (const action of actions) texts.push((await world.step(action)).text);
      return { texts, score: await world.score() };
    },
    [CLICK, WAIT],
  );
  const told = trace.steps.map(({ observation }) => [observation].flat().join('\n'));
  assert.deepEqual(seen.texts, told);
  assert.deepEqual(Object.values(seen.score), Object.values(score));
});

test('a scenario and the address of a model are taken too', async (t) => {
  await visit(t);
  const model = '/models/diorama-default.gguf';
  const same = await page.evaluate(
    async (model, CLICK) => {
      const scenario = await (await fetch('/scenarios/alarms.json')).json();
      const world = await diorama.open({ world: scenario, predictor: model });
      const [first, next] = [await world.observe(), await world.step(CLICK)];
      return { first: first.text, same: next.text === first.text, score: await world.score() };
    },
    model,
    CLICK,
  );
  assert.match(same.first, /Alarms/);
  assert.equal(same.score, null);
});

test('a model that writes whole observations runs in the large program', async (t) => {
  await visit(t);
  const seen = await page.evaluate(async (model) => {
    const options = { predictor: model, executor: 'cpu', context: 2048, maxTokens: 12 };
    const world = await diorama.open({ world: 'terminal', ...options });
    const shown = await world.step('[{"keystrokes":"ls\\n","duration":0.1}]');
    const score = await world.score();
    world.close();
    return { shown, score };
  }, `/test-model/${MODEL.file}`);
  assert.equal(seen.shown.facts, null);
  assert.equal(typeof seen.shown.text, 'string');
  assert.doesNotMatch(seen.shown.text, /predicted_observation/);
  assert.equal(seen.score.world, null);
  assert.equal(seen.score.steps, 1);
});

test('what goes wrong has a code, and changes nothing', async (t) => {
  await visit(t);
  const opened = (options) => code((options) => diorama.open(options), options);
  assert.equal(await opened({ world: 'moon' }), 'world');
  assert.equal(await opened({ world: 'alarms', predictor: 'reference' }), 'refused');
  assert.equal(await opened({ world: 'phone', base: '/nowhere/' }), 'world');
  assert.equal(await opened({ world: { id: 'x' }, predictor: 'reference' }), 'refused');
  assert.equal(await opened({ world: 'phone', predictor: '/nothing-here.gguf' }), 'network');
  assert.equal(await opened({ world: 'phone', predictor: '/diorama.js' }), 'bad-model');
  const model = { predictor: '/models/diorama-default.gguf', sha256: '0'.repeat(64) };
  assert.equal(await opened({ world: 'browser', ...model }), 'hash-mismatch');

  const codes = await page.evaluate(async (WAIT) => {
    const caught = (promise) => promise.then(() => 'nothing', ({ code }) => code);
    const codes = {};
    for (const predictor of ['reference', 'default']) {
      const world = await diorama.open({ world: 'phone', predictor });
      const before = (await world.observe()).text;
      const missing = await caught(world.step('{"action_type":"click","index":900}'));
      const [first, second] = [world.step(WAIT), world.step(WAIT)];
      const busy = await caught(second);
      await first;
      await world.reset();
      const same = (await world.observe()).text === before;
      world.close();
      world.close();
      const closed = await caught(world.step(WAIT));
      codes[predictor] = { missing, busy, closed, same };
    }
    const stop = new AbortController();
    const world = await diorama.open({ world: 'phone', signal: stop.signal });
    const under = caught(world.step(WAIT));
    stop.abort();
    const early = caught(diorama.open({ world: 'phone', signal: AbortSignal.abort() }));
    return { ...codes, under: await under, after: await caught(world.observe()), early: await early };
  }, WAIT);
  const each = { missing: 'refused', busy: 'busy', closed: 'closed', same: true };
  const cancelled = { under: 'cancelled', after: 'cancelled', early: 'cancelled' };
  assert.deepEqual(codes, { reference: each, default: each, ...cancelled });
});

test('workers that are gone or of another version are said to be', async (t) => {
  await visit(t);
  const odd = await serve({ '/': DIST }, {
    before(request, response, { pathname }) {
      const scripts = {
        '/none/truth_loader.js': null,
        '/old/truth_loader.js': 'postMessage({ diorama: 0, message: \'{"ready":{"version":0}}\' })',
        '/dies/truth_loader.js':
          'postMessage({ diorama: 1, message: \'{"ready":{"version":1}}\' });' +
          'onmessage = () => postMessage({ diorama: 1, message: \'{"panicked":{"message":"ouch"}}\' })',
      };
      const script = scripts[pathname];
      if (script === undefined) return false;
      if (script === null) response.writeHead(404).end();
      else response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
      return true;
    },
  });
  t.after(() => odd.close());
  await page.goto(`${odd.origin}/diorama.js`);
  await page.evaluate(async () => {
    globalThis.diorama = await import('/diorama.js');
  });
  const opened = (base) =>
    code(
      async (base) => {
        const world = await (await fetch('/scenarios/phone.json')).json();
        return diorama.open({ world, predictor: 'reference', base });
      },
      base,
    );
  assert.equal(await opened('/none/'), 'worker');
  assert.equal(await opened('/old/'), 'version');
  assert.equal(await opened('/dies/'), 'worker');
});
