// A server of chat completions that answers as a test tells it to, byte by byte.

import { once } from 'node:events';
import { serve } from './server.js';

/** What browsers may read across origins. */
const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };

/** An event that adds to a reply. */
export const delta = (content) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: content, finish_reason: null }] })}\n\n`;

/** The event that ends a reply, with the tokens that were counted. */
export const ending = (reason = 'stop') =>
  `data: ${JSON.stringify({
    choices: [{ index: 0, delta: {}, finish_reason: reason }],
    usage: { prompt_tokens: 32, completion_tokens: 8, prompt_tokens_details: { cached_tokens: 30 } },
  })}\n\n`;

export const DONE = 'data: [DONE]\n\n';

/**
 * @param {object} [options]
 * @param {string[] | null} [options.models] - the names it lists; null where it lists none
 * @param {string} [options.key] - what it wants to be asked with
 * @param {boolean} [options.open] - whether other origins may read its answers
 */
export async function startCompletions({ models = ['Qwen/Qwen-AgentWorld'], key, open = true } = {}) {
  const server = {
    /** Requests so far: method, path, headers and body. */
    asked: [],
    /** How a step is answered. */
    answer: (response) => stream(response, [delta({ content: 'Hello.' }), ending(), DONE]),
  };
  const { origin, close } = await serve(
    {},
    {
      headers: open ? CORS : {},
      async before(request, response, { pathname }) {
        if (request.method === 'OPTIONS') {
          response.writeHead(204).end();
          return true;
        }
        const chunks = await request.toArray();
        const text = Buffer.concat(chunks).toString();
        const { method, headers } = request;
        const asked = { method, path: pathname, headers, body: text && JSON.parse(text) };
        server.asked.push(asked);
        if (key && headers.authorization !== `Bearer ${key}`) {
          const message = `Incorrect API key provided: ${headers.authorization}`;
          refuse(response, 401, { error: { message } });
        } else if (pathname === '/v1/models' && models) {
          refuse(response, 200, { object: 'list', data: models.map((id) => ({ id })) });
        } else if (pathname === '/v1/chat/completions') {
          await server.answer(response, asked);
        } else {
          refuse(response, 404, { detail: 'Not Found' });
        }
        return true;
      },
    },
  );
  return Object.assign(server, { origin, host: new URL(origin).host, close });
}

/** Answers with JSON. */
export function refuse(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** Answers with a stream, each piece in a packet of its own. */
export async function stream(response, pieces, { end = true } = {}) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  response.socket.setNoDelay(true);
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await once(response, 'drain').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  if (end) response.end();
}
