// A server that behaves like the Hugging Face hub: a tree with sizes and hashes, files behind a
// redirect to another host, ranges, CORS. It can break a download off half-way.

import { serve, sendFile } from './server.js';
import { MODEL } from './places.js';

const REPOSITORY = 'someone/some-model';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** What browsers may read across origins, as the hub and its file store answer. */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Expose-Headers':
    'X-Repo-Commit,X-Linked-Size,X-Linked-Etag,ETag,Link,Accept-Ranges,Content-Range,Content-Length',
};

/**
 * @param {object} [options]
 * @param {string} [options.sha256] - what the tree says of the file
 */
export async function startHub({ sha256 = MODEL.sha256 } = {}) {
  /** Ranges asked for, in order. */
  const ranges = [];
  /** Bytes after which the next download that is longer breaks off. */
  let breakAfter = null;

  const store = await serve(
    {},
    {
      headers: CORS,
      before(request, response) {
        if (preflight(request, response)) return true;
        ranges.push(request.headers.range ?? null);
        if (breakAfter !== null) {
          breakOff(response, breakAfter, () => (breakAfter = null));
        }
        sendFile(request, response, `/${MODEL.file}`, MODEL.folder);
        return true;
      },
    },
  );
  const hub = await serve(
    {},
    {
      headers: CORS,
      before(request, response, url) {
        if (preflight(request, response)) return true;
        if (url.pathname === `/api/models/${REPOSITORY}/tree/main`) {
          response.setHeader('Content-Type', 'application/json');
          response.end(JSON.stringify(tree(sha256)));
          return true;
        }
        if (/^\/someone\/some-model\/resolve\/[^/]+\//.test(url.pathname)) {
          if (!url.pathname.endsWith(`/${MODEL.file}`)) return false;
          response.setHeader('X-Repo-Commit', COMMIT);
          response.setHeader('X-Linked-Size', MODEL.bytes);
          response.setHeader('X-Linked-Etag', `"${sha256}"`);
          response.writeHead(302, { Location: `${store.origin}/a-signed-address` }).end();
          return true;
        }
        return false;
      },
    },
  );
  return {
    repository: REPOSITORY,
    file: MODEL.file,
    origin: hub.origin,
    ranges,
    /** Breaks the next download off after so many bytes. */
    breakNextAfter(bytes) {
      breakAfter = bytes;
    },
    async close() {
      await hub.close();
      await store.close();
    },
  };
}

function preflight(request, response) {
  if (request.method !== 'OPTIONS') return false;
  response.writeHead(204).end();
  return true;
}

function tree(sha256) {
  return [
    { type: 'file', oid: 'a'.repeat(40), size: 1519, path: '.gitattributes' },
    {
      type: 'file',
      oid: 'b'.repeat(40),
      size: MODEL.bytes,
      lfs: { oid: sha256, size: MODEL.bytes, pointerSize: 134 },
      path: MODEL.file,
    },
  ];
}

/** Cuts the connection once so many bytes of the body went out. */
function breakOff(response, bytes, broken) {
  const write = response.write.bind(response);
  let sent = 0;
  response.write = (chunk, ...rest) => {
    sent += chunk.length;
    if (sent > bytes) {
      broken();
      response.socket.destroy();
      return false;
    }
    return write(chunk, ...rest);
  };
}
