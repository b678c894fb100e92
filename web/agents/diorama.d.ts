/** Worlds for agents: docs/agents.md. */

/** Opens a world at its start. Rejects with a {@link DioramaError}. */
export function open(options: Options): Promise<World>;

export interface Options {
  /** A world that lies beside `diorama.js` by name, a scenario, or a scenario and its start. */
  world: string | Scenario | { scenario: Scenario; keyframe?: string };
  /**
   * Who says what comes next: the default model, the world's reference environment, or the address
   * of a GGUF file. `default` if nothing is said.
   */
  predictor?: 'default' | 'reference' | (string & {});
  /** Expected hash of the file at such an address, lower-case hex. */
  sha256?: string;
  /** Where a model that needs the large program runs; a GPU if there is one, else the CPU. */
  executor?: 'auto' | 'gpu' | 'cpu';
  /** Tokens that a model is to keep in mind; 8192 if nothing is said. */
  context?: number;
  /** How a model chooses tokens; the likeliest ones if nothing is said. */
  sampling?: Partial<Sampling>;
  /** Tokens that a model writes at most for a step; 2048 if nothing is said. */
  maxTokens?: number;
  /** Where Diorama lies, if not beside `diorama.js`. Workers need the page's own origin. */
  base?: string | URL;
  /** Told how far a model's download and preparation are. */
  onProgress?: (progress: Progress) => void;
  /** Ends the world and its forks; what is under way rejects with the code `cancelled`. */
  signal?: AbortSignal;
}

/** A world at the end of a branch. One step at a time; forks go on independently. */
export interface World {
  readonly scenario: Scenario;
  /** What was done since the start, the oldest first. */
  readonly steps: readonly Step[];
  /** Goes back to the start. */
  reset(): Promise<Seen>;
  /** What is to be seen. */
  observe(): Promise<Seen>;
  /** Does an action in the dialect's spelling; one that is JSON may be given as an object. */
  step(action: string | object): Promise<Seen>;
  /** Another world that goes on from after so many of the steps; from here if nothing is said. */
  fork(steps?: number): Promise<World>;
  /** How the branch compares with the reference environment; `null` where there is none beside it. */
  score(): Promise<Score | null>;
  /** Lets go of the world. The workers end with its last fork. */
  close(): void;
}

export interface Step {
  readonly action: string;
  readonly seen: Seen;
}

export interface Seen {
  /** The observation in the dialect. */
  readonly text: string;
  /** The hidden state; `null` where the predictor keeps none. */
  readonly facts: readonly Table[] | null;
  /** How likely a model takes the step to be, 0 to 1; `null` where it does not say. */
  readonly sure: number | null;
  /** Whether the predictor came to an end; else this is the part that it wrote. */
  readonly whole: boolean;
}

/** Shares from 0 to 1; `null` where nothing was counted. */
export interface Score {
  readonly steps: number;
  /** Steps whose observation is right in all lines. */
  readonly exact: number | null;
  /** Steps at which nothing truly changed. */
  readonly unchanged: number | null;
  /** F1 of the lines that came or went. */
  readonly changedF1: number | null;
  /** Steps with observation and hidden state right. */
  readonly world: number | null;
}

/** A scenario as its file has it. */
export interface Scenario {
  id: string;
  title: string;
  summary: string;
  domain: 'android' | 'web' | 'os' | 'mcp' | 'search' | 'terminal' | 'swe';
  dialect: string;
  task: string;
  facts?: Table[];
  controls?: unknown[];
  reference?: { seed: number };
  /** The first observation, as a text or as its lines. */
  first: string | string[];
}

/** A table of the hidden state. */
export interface Table {
  name: string;
  columns: (string | { name: string; type: string })[];
  rows: (string | number | boolean | null)[][];
  /** Numbers of the rows, where they are not 0, 1, 2, … */
  numbers?: number[];
}

export interface Sampling {
  temperature: number;
  top_k: number;
  top_p: number;
  min_p: number;
  seed: number;
}

export interface Progress {
  stage: 'downloading' | 'verifying' | 'preparing';
  done: number;
  total: number;
}

/** What went wrong, in a sentence, and for programs as a code. */
export class DioramaError extends Error {
  readonly code: Code;
  constructor(code: Code, message: string);
}

export type Code =
  /** There is no such world. */
  | 'world'
  /** The action cannot be done here, or the world is not in order. The world is as before. */
  | 'refused'
  /** A step of this world is under way. */
  | 'busy'
  /** The world was closed. */
  | 'closed'
  /** The signal said so. */
  | 'cancelled'
  /** A worker could not be loaded, or broke down. */
  | 'worker'
  /** `diorama.js` and its workers are of different versions. */
  | 'version'
  | 'network'
  | 'bad-model'
  | 'hash-mismatch'
  | 'storage-full'
  | 'storage'
  | 'out-of-memory'
  | 'device-lost'
  | 'gpu'
  | 'context-full'
  | 'no-model';
