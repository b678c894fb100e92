// What the address of a widget says: what to show, and how. Anyone can write an address, so it is
// all read here, and what is not understood is left out.
//
//   embed.html#w=alarms&theme=dark&step=2    a world that comes with the page
//   embed.html#1eJyrVkpUsq…&read-only        a link
//
// The scripts of the widget are classic ones that share their names, and so are its programs in
// carriers: in a sandbox without an origin nothing else can be had from a host without CORS headers.

'use strict';

/** Longest link, in characters: the page takes no longer ones. */
const MAX_LINK = 65536;
/** Most steps of a link. */
const MAX_STEPS = 1000;

const THEMES = ['auto', 'light', 'dark'];

/**
 * Reads an address. Options stand behind what is shown, or in the query, where the address is
 * written by something that loses what stands behind a hash.
 *
 * @param {{hash: string, search: string}} location
 */
function readAddress({ hash, search }) {
  const [what, ...rest] = hash.slice(1, MAX_LINK + 2048).split('&');
  const options = new URLSearchParams(search.slice(0, 2048));
  for (const [name, value] of new URLSearchParams(rest.join('&'))) options.set(name, value);
  const on = (name) => options.has(name) && options.get(name) !== 'off';
  const off = (name) => options.get(name) === 'off';
  return Object.freeze({
    /** What stands behind the hash, without options: the playground takes it too. */
    what,
    /** A world that comes with the page. */
    world: /^w=[a-z0-9-]{1,64}$/.test(what) ? what.slice(2) : null,
    /** A link. */
    link: what.length <= MAX_LINK && /^1[\w-]+$/.test(what) ? what : null,
    theme: readTheme(options.get('theme')) ?? 'auto',
    step: readNumber(options.get('step'), MAX_STEPS),
    height: readNumber(options.get('height'), 10000),
    readOnly: on('read-only'),
    autoplay: !off('autoplay'),
    chrome: !off('chrome'),
    line: on('line'),
    host: options.get('host'),
  });
}

/** A theme, or null. */
function readTheme(theme) {
  return THEMES.includes(theme) ? theme : null;
}

/** A whole number from 0 to `most`, or null. */
function readNumber(text, most) {
  const number = typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : text;
  return Number.isInteger(number) && number >= 0 && number <= most ? number : null;
}
