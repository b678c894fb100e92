// Worlds for agents, without the page: runs the page's workers and speaks their messages
// (app/src/protocol.rs). docs/agents.md describes it, diorama.d.ts has the types.

const VERSION = 1;
/** `cargo xtask` writes the file's sha256 here. */
const MODEL = { file: 'models/diorama-default.gguf', sha256: null };
const GREEDY = { temperature: 0, top_k: 0, top_p: 1, min_p: 0, seed: 0 };

export class DioramaError extends Error {
  name = 'DioramaError';
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Starts a worker that is asked questions. */
function start(url, progress) {
  const worker = new Worker(url);
  const asked = new Map();
  const ready = Promise.withResolvers();
  ready.promise.catch(() => {});
  let [ended, last] = [null, 0];
  const end = (code, message) => {
    ended ??= new DioramaError(code, message);
    worker.terminate();
    for (const { reject } of [ready, ...asked.values()]) reject(ended);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end('worker', event.message || `${url} cannot be loaded`);
  };
  worker.onmessage = ({ data }) => {
    const [[name, it]] = Object.entries(JSON.parse(data.message));
    if (data.diorama !== VERSION) end('version', 'the worker is of another version');
    else if (name === 'ready') ready.resolve();
    else if (name === 'panicked') end('worker', it.message);
    else if (name === 'progress') progress?.(it);
    else if (name === 'failed') {
      const code = (it.kind ?? 'protocol') === 'protocol' ? 'refused' : it.kind;
      // What a worker cannot read at all is said of no question.
      for (const id of it.id == null ? asked.keys() : [it.id]) {
        asked.get(id)?.reject(new DioramaError(code, it.message));
      }
    } else if (!['reading', 'writing', 'growing'].includes(name)) {
      asked.get(it.id)?.resolve({ name, ...it });
    }
  };
  const ask = async (name, fields) => {
    await ready.promise;
    if (ended) throw ended;
    const id = (last += 1);
    const answer = Promise.withResolvers();
    asked.set(id, answer);
    const message = JSON.stringify({ [name]: { id, ...fields } });
    worker.postMessage({ diorama: VERSION, message });
    return answer.promise.finally(() => asked.delete(id));
  };
  return { ask, end };
}

const see = (text, facts, sure, whole) => Object.freeze({ text, facts, sure, whole });

/** A world at the end of a branch. What forks share is the engine. */
function world(engine, first, steps) {
  const { scenario } = engine;
  let state = 'open';
  engine.users += 1;
  const open = () => {
    if (engine.ended) throw engine.ended;
    if (state !== 'open') throw new DioramaError(state, `this world is ${state}`);
  };
  const here = () => (steps.at(-1) ?? first).seen;
  return {
    scenario,
    get steps() {
      return steps.map(({ action, seen }) => ({ action, seen }));
    },
    async reset() {
      open();
      steps = [];
      return here();
    },
    async observe() {
      open();
      return here();
    },
    async step(action) {
      open();
      state = 'busy';
      try {
        const text = typeof action === 'string' ? action : JSON.stringify(action);
        steps = [...steps, { action: text, ...(await engine.next([first, ...steps], text)) }];
        return here();
      } finally {
        if (state === 'busy') state = 'open';
      }
    },
    async fork(count = steps.length) {
      open();
      return world(engine, first, steps.slice(0, count));
    },
    async score() {
      open();
      if (engine.played || !scenario.reference) return null;
      const shown = steps.map(({ action, seen: { text, facts, whole } }) => {
        return { action, observation: text, facts, whole };
      });
      const { score } = await engine.truth('score', { steps: shown });
      const share = ({ right, of }) => (of ? right / of : null);
      return {
        steps: steps.length,
        exact: share(score.exact.predictor),
        unchanged: share(score.exact.copy),
        changedF1: share(score.changed),
        world: share(score.world),
      };
    },
    close() {
      if (state === 'closed') return;
      state = 'closed';
      engine.users -= 1;
      if (!engine.users) engine.end('closed', 'this world is closed');
    },
  };
}

export async function open({ predictor = 'default', signal, sha256 = null, ...options }) {
  const base = new URL(options.base ?? './', import.meta.url);
  const workers = {};
  const worker = (name) => {
    workers[name] ??= start(new URL(`${name}_loader.js`, base), options.onProgress);
    return workers[name];
  };
  const given = await describe(options.world, base);
  const scenario = given.scenario ?? given;
  const engine = {
    scenario,
    users: 0,
    played: predictor === 'reference',
    truth: (name, fields) => worker('truth').ask(name, { scenario, ...fields }),
    end(code, message) {
      engine.ended ??= new DioramaError(code, message);
      for (const it of Object.values(workers)) it.end(code, message);
    },
  };

  const play = async (actions) => {
    const it = await engine.truth('step', { deeds: actions.map((act) => ({ act })) });
    if (it.slip) throw new DioramaError('refused', it.slip);
    return { seen: see(it.observation, it.facts, null, true), known: { keyframe: it.keyframe } };
  };
  const predict = (program) => async (places, action) => {
    const turns = places.slice(1).map(({ action, seen }) => ({ action, observation: seen.text }));
    const branch = { scenario, turns, known: places.map(({ known }) => known) };
    const sampling = { ...GREEDY, ...options.sampling };
    const max_tokens = options.maxTokens ?? 2048;
    const asked = { branch, action, sampling, max_tokens };
    const { reply, outcome, end } = await worker(program).ask('step', asked);
    const whole = end === 'complete';
    if (outcome) {
      const { observation, facts, sure } = outcome;
      return { seen: see(observation, facts, sure, whole), known: { delta: reply } };
    }
    // A whole observation stands between tags; the reply was begun with the first.
    const [text] = reply.split('<predicted_observation>').pop().split('</predicted_observation>');
    return { seen: see(text.replace(/^\n|\n+$/g, ''), null, null, whole), known: 'nothing' };
  };
  /** Loads a model in the small program, or the large one if need be; gives which. */
  const load = async (url, sha256) => {
    const { executor = 'auto', context = 8192 } = options;
    const model = { source: { url: { url: new URL(url, base).href, sha256 } }, context };
    const { name } = await worker('lean').ask('load', { ...model, executor: 'cpu' });
    if (name === 'loaded') return 'lean';
    workers.lean.end('closed', 'another program took over');
    await worker('worker').ask('load', { ...model, executor });
    return 'worker';
  };

  try {
    const abort = () => engine.end('cancelled', 'cancelled');
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    if (engine.ended) throw engine.ended;
    if (engine.played) {
      engine.next = (places, action) => play([...places.slice(1).map((it) => it.action), action]);
      return world(engine, await play([]), []);
    }
    const own = predictor === 'default';
    // The text may say less of the start than whoever plays it knows.
    const start = given.keyframe || !scenario.reference ? { known: given } : play([]);
    const model = own ? load(MODEL.file, MODEL.sha256) : load(predictor, sha256);
    const [{ known }, program] = await Promise.all([start, model]);
    engine.next = predict(program);
    const { keyframe } = known;
    const seen = see([scenario.first].flat().join('\n'), scenario.facts ?? [], null, true);
    return world(engine, { seen, known: keyframe ? { keyframe } : 'nothing' }, []);
  } catch (error) {
    const known = error instanceof DioramaError;
    engine.end(known ? error.code : 'worker', known ? error.message : String(error));
    throw engine.ended;
  }
}

/** The world of a name, beside this file, or the one that was given. */
async function describe(world, base) {
  if (typeof world !== 'string') return world;
  const answer = await fetch(new URL(`scenarios/${encodeURIComponent(world)}.json`, base)).catch(String);
  if (typeof answer === 'string') throw new DioramaError('network', answer);
  if (!answer.ok) throw new DioramaError('world', `there is no world “${world}” here`);
  return answer.json();
}
