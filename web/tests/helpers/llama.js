// llama.cpp's own server with the test model: a server as people run them.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LLAMA_SERVER, MODEL, ROOT } from './places.js';

/** Starts it; it takes requests with this key only. */
export async function startLlama(key) {
  const script = join(ROOT, 'web/tests/helpers/llama_server.py');
  const server = spawn('python3', [script, join(MODEL.folder, MODEL.file), key], {
    env: { ...process.env, PYTHONPATH: LLAMA_SERVER },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => server.on('close', resolve));
  const listens = (async () => {
    for await (const line of createInterface({ input: server.stdout })) {
      if (line.startsWith('http')) return line.trim();
    }
    throw new Error(`llama.cpp's server did not start:\n${said}`);
  })();
  return {
    origin: await listens,
    async close() {
      server.stdin.end();
      await ended;
    },
  };
}
