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
    const [{ default: init }, wasm] = await Promise.all([
      import(address(this.#files.program)),
      fetch(address(this.#files.wasm)),
    ]);
    if (!wasm.ok) throw new Unreachable(wasm.status);
    if (NOBODY) this.#lend(this.#workers(false));
    return [init, wasm];
  }

  /** The program from its carrier, and with it the worlds. */
  async #carried() {
    const worlds = 'embed/carrier/worlds.js';
    await Promise.all([this.#classic(this.#files.carrier), this.#classic(worlds)]);
    const texts = Object.entries(self.dioramaCarried.worlds);
    const lent = texts.map(([path, text]) => [path, blob(text, 'text/plain')]);
    this.#lend([...lent, ...this.#workers(true)]);
    self.dioramaCarry = async (file) => {
      const name = file.replace(/\.wasm$/, '');
      await this.#classic(`embed/carrier/${name}.js`);
      const headers = { 'Content-Type': 'application/wasm' };
      return new Response(self.dioramaCarried[name].bytes, { headers });
    };
    const { glue, bytes } = self.dioramaCarried.page;
    const { default: init } = await import(blob(glue, 'text/javascript'));
    return [init, bytes];
  }

  /** Gives the page the addresses of what it may not have from where it lies. */
  #lend(files) {
    const lent = new Map(files);
    self.dioramaAt = (path) => lent.get(path) ?? path;
  }

  /** Workers: an origin of nobody may start none but its own blobs. */
  #workers(carried) {
    const text = (path) => JSON.stringify(address(path));
    return this.#files.workers.split(' ').map((name) => {
      const carrier = text(`embed/carrier/${name}.js`);
      const start = carried
        ? `importScripts(${text(`${name}.js`)}, ${carrier}, ${text('embed/carrier.js')});
           carry(${text(this.#files.model)}, ${text('embed/carrier/model.js')});
           wasm_bindgen({ module_or_path: dioramaCarried[${JSON.stringify(name)}].bytes });`
        : `importScripts(${text(`${name}.js`)});
           wasm_bindgen({ module_or_path: ${text(`${name}_bg.wasm`)} });`;
      return [`./${name}_loader.js`, blob(start, 'text/javascript')];
    });
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

  #classic(path) {
    return new Promise((resolve, reject) => {
      const src = address(path);
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

/** The address of a text that was made here. */
function blob(text, type) {
  return URL.createObjectURL(new Blob([text], { type }));
}
