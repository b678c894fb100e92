// The page's own program in the widget: fetched when it is asked for, and spoken to in words.
//
// In a sandbox without an origin, modules, WebAssembly and workers cannot be had from a host that
// sends no CORS headers; classic scripts can. For those there are carriers: the same program as text
// in a classic script, put together here.

'use strict';

/** Whether this is a sandbox without an origin. */
const NOBODY = self.origin === 'null';

/** A program that cannot be had. */
class Unreachable extends Error {}

/** The page's program. */
class Program {
  #files = document.documentElement.dataset;
  #heard;
  #tries = 0;
  #styled = new Set();

  /** @param {(event: string, rest: string) => void} heard - what it tells */
  constructor(heard) {
    this.#heard = heard;
    document.addEventListener('diorama-told', ({ detail }) => {
      const [event, ...rest] = String(detail).split(' ');
      this.#heard(event, rest.join(' '));
    });
  }

  /** Fetches and starts it. What it is to show stands in the attributes of the document. */
  async start() {
    const styles = this.#files.styles.split(' ').map((address) => this.#style(address));
    try {
      await Promise.all([this.#run(), ...styles]);
    } catch (error) {
      throw error instanceof Unreachable ? error : new Unreachable(String(error), { cause: error });
    }
  }

  /** Asks it for something: `play`, `goto 3`. */
  ask(words) {
    document.dispatchEvent(new CustomEvent('diorama-asked', { detail: words }));
  }

  async #run() {
    const [init, wasm] = await this.#plain().catch((error) => {
      if (!NOBODY) throw error;
      return this.#carried();
    });
    await init({ module_or_path: wasm });
  }

  /** The program from its own files: what starts it, and its WebAssembly. */
  async #plain() {
    this.#tries += 1;
    // A module that could not be had is not asked for again under the same address.
    const script = `${address(this.#files.program)}#${this.#tries}`;
    const [{ default: init }, wasm] = await Promise.all([
      import(script),
      fetch(address(this.#files.wasm)),
    ]);
    if (!wasm.ok) throw new Unreachable(wasm.status);
    if (NOBODY) this.#blobWorkers(false);
    return [init, wasm];
  }

  /** The program from its carrier. */
  async #carried() {
    await this.#classic(address(this.#files.carrier));
    const { glue, wasm } = self.dioramaCarried.page;
    const { default: init } = await import(blob(glue));
    this.#blobWorkers(true);
    return [init, wasm];
  }

  /** Gives the page workers that it may start: an origin of nobody has none but its own blobs. */
  #blobWorkers(carried) {
    for (const name of this.#files.workers.split(' ')) {
      const scripts = [address(`${name}.js`)];
      let wasm = JSON.stringify(address(`${name}_bg.wasm`));
      if (carried) {
        scripts.push(address(`embed/carrier/${name}.js`));
        wasm = `dioramaCarried[${JSON.stringify(name)}].wasm`;
      }
      const start = `importScripts(...${JSON.stringify(scripts)});wasm_bindgen({module_or_path:${wasm}});`;
      document.documentElement.setAttribute(`data-worker-${name}`, blob(start));
    }
    document.documentElement.dataset.carried = carried ? 'all' : 'workers';
  }

  #style(href) {
    if (this.#styled.has(href)) return null;
    return new Promise((resolve, reject) => {
      const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
      link.onload = () => resolve(this.#styled.add(href));
      link.onerror = () => {
        link.remove();
        reject(new Unreachable(href));
      };
      // Before the widget's own, which has the last word.
      document.getElementById('style').before(link);
    });
  }

  #classic(src) {
    return new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement('script'), { src });
      script.onload = resolve;
      script.onerror = () => reject(new Unreachable(src));
      document.head.append(script);
    });
  }
}

/** An absolute address of something beside this page. */
function address(path) {
  return new URL(path, document.baseURI).href;
}

/** The address of a script that was made here. */
function blob(text) {
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}
