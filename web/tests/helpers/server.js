// A plain static file server: ranges, MIME types and ETags come from `send`.

import { createServer } from 'node:http';
import { extname } from 'node:path';
import send from 'send';

/**
 * Serves folders on a free port of this machine.
 *
 * @param {Record<string, string>} folders - path prefix ("/models/") to folder; the longest wins
 * @param {object} [options]
 * @param {Record<string, string>} [options.headers] - sent with every answer
 * @param {(request, response, url: URL) => boolean | Promise<boolean>} [options.before] - answers
 *   what is not a file: true when it did
 */
export async function serve(folders, { headers = {}, before } = {}) {
  /** Paths that were asked for, in order. */
  const requests = [];
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    requests.push(url.pathname);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (await before?.(request, response, url)) return;
    const prefix = prefixes.find((candidate) => url.pathname.startsWith(candidate));
    if (prefix === undefined) return notFound(response);
    sendFile(request, response, `/${url.pathname.slice(prefix.length)}`, folders[prefix]);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    requests,
    origin: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with a file below a folder. */
export function sendFile(request, response, path, root) {
  send(request, path, { root, index: 'index.html', maxAge: 0 })
    .on('headers', (answer) => {
      if (extname(path) === '.gguf') answer.setHeader('Content-Type', 'application/octet-stream');
    })
    .on('error', () => notFound(response))
    .pipe(response);
}

function notFound(response) {
  response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
}
