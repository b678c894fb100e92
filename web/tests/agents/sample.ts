// An agent as people write one, to see that the types fit: checked, never run.

import { DioramaError, open } from '../../agents/diorama.js';
import type { Code, Score, Seen, World } from '../../agents/diorama.js';

/** Walks until something goes wrong or nothing is left to do. */
export async function walk(world: World, actions: readonly string[]): Promise<Score | null> {
  let seen: Seen = await world.reset();
  for (const action of actions) {
    try {
      seen = await world.step(action);
    } catch (error) {
      if (!(error instanceof DioramaError)) throw error;
      const code: Code = error.code;
      if (code !== 'refused') throw error;
    }
  }
  const sure: number = seen.sure ?? 1;
  const names: string[] = (seen.facts ?? []).map((table) => table.name);
  console.log(seen.text.length, sure.toFixed(2), names.join());
  return world.score();
}

const stop = new AbortController();
const world = await open({
  world: 'phone',
  predictor: 'default',
  sampling: { temperature: 0.7, seed: 3 },
  onProgress: ({ stage, done, total }) => console.log(stage, done / total),
  signal: stop.signal,
});
const other = await world.fork(0);
await other.step({ action_type: 'click', index: 1 });
const last: string | undefined = other.steps.at(-1)?.action;
await walk(world, last === undefined ? [] : [last]);
const own = await open({ world: world.scenario, predictor: 'https://models.example/a.gguf' });
own.close();

// @ts-expect-error: a world is needed
await open({ predictor: 'reference' });
// @ts-expect-error: an action is a text or an object
await world.step(3);
// @ts-expect-error: what was seen stays as it was
(await world.observe()).text = '';
// @ts-expect-error: there is no such code
export const wrong: Code = 'fly';
