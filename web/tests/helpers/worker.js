// The inference worker, driven from Node through a bare page.

import { join } from 'node:path';
import { DIST, MODEL, ROOT } from './places.js';
import { serve } from './server.js';

/** The sampling that takes the likeliest token. */
export const GREEDY = { temperature: 0, top_k: 0, top_p: 1, min_p: 0, seed: 0 };

/** Serves the built page, the harness and the test model. */
export function serveHarness(folders = {}) {
  const harness = join(ROOT, 'web/tests/harness');
  return serve({ '/': DIST, '/harness/': harness, '/models/': MODEL.folder, ...folders });
}

/** The worker in a fresh page of a browser. */
export class Worker {
  #page;
  #origin;
  /** What the worker said first. */
  ready;

  /** Starts it; `script` may be another than the page's. */
  static async start(browser, origin, script = '/worker_loader.js') {
    const worker = new Worker();
    worker.#origin = origin;
    worker.#page = await browser.newPage();
    await worker.#page.goto(`${origin}/harness/`);
    await worker.#page.waitForFunction(() => globalThis.Client);
    worker.ready = await worker.#page.evaluate(async (script) => {
      const { client, ready } = await Client.start(script);
      globalThis.client = client;
      return ready;
    }, script);
    if (worker.ready.type !== 'ready') throw new Error(JSON.stringify(worker.ready));
    return worker;
  }

  /** Posts a message; gives back what came until one of the types in `until`. */
  ask(message, ...until) {
    return this.#page.evaluate(
      (message, until) => globalThis.client.ask(message, until),
      message,
      until,
    );
  }

  /** Loads the test model by its address; gives back the last answer, or throws. */
  async load(executor, context = 512) {
    const url = `${this.#origin}/models/${MODEL.file}`;
    const source = { url: { url, sha256: MODEL.sha256 } };
    const load = { type: 'load', id: 1, source, executor, context };
    const answers = await this.ask(load, 'loaded', 'failed');
    return expected('loaded', answers.at(-1));
  }

  /** Continues a text greedily; gives back the last answer, or throws. */
  async generate(prompt, tokens) {
    const answers = await this.ask(
      { type: 'generate', id: 1, prompt, sampling: GREEDY, max_tokens: tokens },
      'stepped',
      'failed',
    );
    return expected('stepped', answers.at(-1));
  }

  /** Dispatches so far, of a worker started through harness/counting.js. */
  dispatches() {
    return this.#page.evaluate(() => {
      const channel = new BroadcastChannel('dispatches');
      const { promise, resolve } = Promise.withResolvers();
      channel.onmessage = ({ data }) => resolve(data);
      channel.postMessage('how many?');
      return promise.finally(() => channel.close());
    });
  }

  close() {
    return this.#page.close();
  }
}

function expected(type, answer) {
  if (answer.type !== type) throw new Error(JSON.stringify(answer));
  return answer;
}
