// Where things are in the repository and in the cache.

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The built page. */
export const DIST = join(ROOT, 'dist');

/** Where screenshots go. */
export const SCREENSHOTS = join(ROOT, 'screenshots');

/** A package of node_modules. */
export const nodePackage = (name) => join(ROOT, 'web/tests/node_modules', name);

const cache =
  process.env.DIORAMA_CACHE ??
  (process.env.XDG_CACHE_HOME
    ? join(process.env.XDG_CACHE_HOME, 'diorama')
    : join(homedir(), '.cache/diorama'));

/** The test model, fetched by the set-up. */
export const MODEL = {
  folder: join(cache, 'models'),
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  bytes: 98_362_432,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
};

/** The Python package with llama.cpp's server, fetched by the set-up (xtask/src/setup/tools.rs). */
export const LLAMA_SERVER = join(cache, 'tools/python-xllamacpp-2026.10.11549');

for (const needed of [join(DIST, 'index.html'), join(MODEL.folder, MODEL.file)]) {
  if (!existsSync(needed)) {
    throw new Error(`${needed} is missing: run \`cargo xtask dist\` and \`cargo xtask setup\``);
  }
}
