// Speaks the worker's protocol (app/src/protocol.rs) from a bare page.

const VERSION = 1;

/** A message's text as `{type, …}`. On the wire it is its type alone, or `{"type": {…}}`. */
function read(text) {
  const message = JSON.parse(text);
  if (typeof message === 'string') return { type: message };
  const [[type, fields]] = Object.entries(message);
  return { type, ...fields };
}

/** The text of a message given as `{type, …}`. */
function write({ type, ...fields }) {
  return JSON.stringify(Object.keys(fields).length ? { [type]: fields } : type);
}

class Client {
  #worker;
  #messages = [];
  #wake = () => {};

  /** Starts the worker of the built page and waits until its code runs. */
  static async start(address) {
    const client = new Client();
    client.#worker = new Worker(address);
    client.#worker.addEventListener('message', ({ data }) => {
      if (data.diorama !== VERSION) throw new Error(`a message of version ${data.diorama}`);
      client.#receive(read(data.message));
    });
    client.#worker.addEventListener('error', (event) =>
      client.#receive({ type: 'error', message: event.message }),
    );
    const [ready] = await client.#until(['ready', 'panicked', 'error'], 60_000);
    return { client, ready };
  }

  /** Posts a message and gives back all that came up to one of the types in `until`. */
  ask(message, until, { file, seconds = 300 } = {}) {
    this.post(message, file);
    return this.#until([...until, 'panicked', 'error'], seconds * 1000);
  }

  post(message, file) {
    this.#worker.postMessage({ diorama: VERSION, message: write(message), file });
  }

  #receive(message) {
    this.#messages.push(message);
    this.#wake();
  }

  #until(types, milliseconds) {
    const { promise, resolve, reject } = Promise.withResolvers();
    const timer = setTimeout(
      () => reject(new Error(`none of ${types} came; had ${JSON.stringify(this.#messages)}`)),
      milliseconds,
    );
    this.#wake = () => {
      const end = this.#messages.findIndex(({ type }) => types.includes(type));
      if (end < 0) return;
      clearTimeout(timer);
      this.#wake = () => {};
      resolve(this.#messages.splice(0, end + 1));
    };
    this.#wake();
    return promise;
  }
}

globalThis.Client = Client;
