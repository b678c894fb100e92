// The poster: a still picture of the world, its name, and a button. It costs nothing until the
// button is pressed.

'use strict';

/** The kinds of world that there are pictures of. */
const DOMAINS = ['android', 'web', 'os', 'mcp', 'search', 'terminal', 'swe'];

/**
 * What is known of a world before it is opened.
 *
 * @typedef {{title: string, domain: string, picture: string, steps: number, link: string}} Subject
 */

/**
 * Finds out what an address is about. Null for nothing that can be opened.
 *
 * @param {ReturnType<typeof readAddress>} asked
 * @param {Record<string, {title: string, domain: string, steps: number, link: string}>} worlds -
 *   those that come with the page
 * @returns {Promise<?Subject>}
 */
async function subjectOf(asked, worlds) {
  const known = (id) => (id !== null && Object.hasOwn(worlds, id) ? worlds[id] : null);
  if (asked.world !== null) {
    const world = known(asked.world);
    return world && { ...world, picture: asked.world };
  }
  if (asked.link === null) return null;
  const glance = await peek(asked.link);
  const base = known(glance?.world ?? null);
  const domain = DOMAINS.includes(glance?.domain) ? glance.domain : (base?.domain ?? 'android');
  return {
    title: glance?.title ?? base?.title ?? 'A world in Diorama',
    domain,
    picture: base && domain === base.domain ? glance.world : `any-${domain}`,
    steps: glance?.steps ?? 0,
    link: asked.link,
  };
}

/** The poster as it stands in the document. */
class Poster {
  button = document.getElementById('start');
  #whole = document.getElementById('poster');
  #said = document.getElementById('said');
  #words = document.getElementById('start-words');
  #rest = '';

  /** Shows what is known of a world. */
  show(subject) {
    document.title = `${subject.title} · Diorama`;
    document.getElementById('title').textContent = subject.title;
    document.getElementById('picture').src = `embed/posters/${subject.picture}.svg`;
    document.getElementById('open').href = document.documentElement.dataset.playground;
    this.#rest = subject.steps > 0 ? `Play ${subject.steps} steps` : 'Step in';
    if (subject.steps === 1) this.#rest = 'Play one step';
    this.#words.textContent = this.#rest;
    this.button.setAttribute('aria-label', `${this.#rest}: ${subject.title}`);
    this.#whole.dataset.shape = subject.domain === 'android' ? 'tall' : 'wide';
    this.button.hidden = false;
  }

  /** Says that there is nothing to show. */
  empty(words) {
    document.getElementById('title').textContent = 'Diorama';
    this.#said.textContent = words;
  }

  /** The program is on its way. */
  loading() {
    this.button.setAttribute('aria-disabled', 'true');
    this.#words.textContent = 'Loading…';
    this.#said.textContent = '';
  }

  /** The program did not come. */
  failed(words) {
    this.button.removeAttribute('aria-disabled');
    this.#words.textContent = this.#rest;
    this.#said.textContent = words;
  }

  /** Makes way for the world. */
  leave() {
    this.#whole.remove();
  }
}
