// The service worker: after the first visit the page opens without a network.
//
// `FILES` (every file of this version and the sha256 of its bytes), `FIRST` (those that the page
// needs before anything is asked of it) and `VERSION` stand before this text in the published
// `sw.js`, written by `cargo xtask dist`.
//
// A page never gets files of two versions: what comes from the network is kept only if it is what
// this version was published with, and a new version waits until the pages of the old one are gone
// or the last of them says so. Models are not kept here: the inference worker keeps and verifies
// them itself.

/* global FILES, FIRST, VERSION */

const CACHE = `diorama-${VERSION}`;
/** The page by its shortest address. */
const INDEX = 'index.html';

addEventListener('install', (event) => event.waitUntil(keepFirst()));
addEventListener('activate', (event) => event.waitUntil(forgetOthers()));
addEventListener('fetch', (event) => {
  const name = nameOf(event.request);
  if (name !== null) event.respondWith(answer(name));
});
addEventListener('message', (event) => {
  if (event.data?.diorama === 'take-over') event.waitUntil(takeOver(event.source));
});

/** Keeps what the page needs; fails as a whole, so that half a version is never used. */
async function keepFirst() {
  const cache = await caches.open(CACHE);
  await Promise.all(FIRST.map(async (name) => cache.put(name, await bring(name))));
}

async function forgetOthers() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith('diorama-') && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The file of this version that a request is for; `null` where it is for something else. */
function nameOf({ method, url }) {
  if (method !== 'GET' || !url.startsWith(registration.scope)) return null;
  const { pathname } = new URL(url);
  const path = decodeURIComponent(pathname.slice(new URL(registration.scope).pathname.length));
  const name = path === '' || path.endsWith('/') ? path + INDEX : path;
  return Object.hasOwn(FILES, name) ? name : null;
}

async function answer(name) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(name);
  if (kept) return kept;
  try {
    const fresh = await bring(name);
    await cache.put(name, fresh.clone());
    return fresh;
  } catch (error) {
    registration.update().catch(() => {});
    return new Response(String(error), { status: 503, statusText: 'Not to be had' });
  }
}

/** A file of this version from the network: what the browser kept, or else anew. */
async function bring(name) {
  for (const cache of ['default', 'reload']) {
    const response = await fetch(new URL(name, registration.scope), { cache });
    if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`);
    const bytes = await response.clone().arrayBuffer();
    if ((await sha256(bytes)) === FILES[name]) return response;
  }
  throw new Error(`${name} belongs to another version of Diorama`);
}

async function sha256(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Takes the place of the version before, if no page but the one that asks would notice. */
async function takeOver(asking) {
  const pages = await clients.matchAll({ includeUncontrolled: true, type: 'window' });
  if (pages.some(({ id }) => id !== asking?.id)) {
    asking?.postMessage({ diorama: 'others-open' });
  } else {
    await skipWaiting();
  }
}
