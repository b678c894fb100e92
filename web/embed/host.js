// Speaking with the page that the widget stands in.
//
//   to the page:    {diorama: 1, event: 'ready'}
//                   {diorama: 1, event: 'height', height}            what would suit the world
//                   {diorama: 1, event: 'step', step, steps, label}
//                   {diorama: 1, event: 'error', message}
//                   {diorama: 1, event: 'live'}                      others are to let go
//   to the widget:  {diorama: 1, command: 'theme', theme}            auto, light, dark
//                   {diorama: 1, command: 'goto', step}
//                   {diorama: 1, command: 'play'}, 'pause', 'rest'   rest: let the model go
//   among widgets:  {diorama: 1, claim: true}                        the same as `rest`
//
// Only the page around hears the widget, and only it is heard; anything else is passed over.

'use strict';

/** Version of the messages. */
const MESSAGES = 1;

/**
 * The origin of the page around: as the browser has it, else as embed.js or the referrer says;
 * null where nothing says.
 */
function hostOrigin(said) {
  if (window === parent) return null;
  for (const claim of [location.ancestorOrigins?.[0], said, document.referrer]) {
    if (claim === 'null') return claim;
    if (claim && URL.canParse(claim) && new URL(claim).origin !== 'null') {
      return new URL(claim).origin;
    }
  }
  return null;
}

/** The page around, or nobody. */
class Host {
  #origin;

  /**
   * @param {?string} said - its origin, as the address says
   * @param {(command: {name: string, theme?: string, step?: number}) => void} heard
   */
  constructor(said, heard) {
    this.#origin = hostOrigin(said);
    addEventListener('message', (event) => {
      const command = this.#read(event);
      if (command) heard(command);
    });
  }

  /** Tells the page around something. An origin of nobody cannot be named; it is told all the same. */
  tell(event, detail) {
    if (!this.#origin) return;
    const to = this.#origin === 'null' ? '*' : this.#origin;
    parent.postMessage({ diorama: MESSAGES, event, ...detail }, to);
  }

  /** Has the other widgets of the page let their models go: there is one engine a page. */
  claim() {
    this.tell('live');
    for (let index = 0; window !== parent && index < parent.length; index += 1) {
      if (parent[index] !== window) parent[index].postMessage({ diorama: MESSAGES, claim: true }, '*');
    }
  }

  #read({ source, origin, data }) {
    if (typeof data !== 'object' || data === null || data.diorama !== MESSAGES) return null;
    if (data.claim === true) return this.#isWidget(source, origin) ? { name: 'rest' } : null;
    if (source !== parent || window === parent || origin !== this.#origin) return null;
    switch (data.command) {
      case 'play':
      case 'pause':
      case 'rest':
        return { name: data.command };
      case 'theme': {
        const theme = readTheme(data.theme);
        return theme && { name: 'theme', theme };
      }
      case 'goto': {
        const step = readNumber(data.step, MAX_STEPS);
        return step === null ? null : { name: 'goto', step };
      }
      default:
        return null;
    }
  }

  /** Whether a message came from a frame beside this one that is a widget or has no origin. */
  #isWidget(source, origin) {
    const beside = source && source !== window && source.parent === parent && window !== parent;
    return Boolean(beside) && (origin === 'null' || origin === new URL(location.href).origin);
  }
}
