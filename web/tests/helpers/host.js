// A page of somebody else, on an origin of its own, with worlds of Diorama in it.

import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { serve } from './server.js';

/** Loading the program of a world on a busy machine, in milliseconds. */
const LONG = 60_000;

/** Starts a server of pages that tests write. */
export async function startHost() {
  /** Path to what is answered: text and headers. */
  const pages = new Map();
  const server = await serve(
    {},
    {
      before(request, response, { pathname }) {
        const page = pages.get(pathname);
        if (!page) return false;
        response.writeHead(200, { 'Content-Type': 'text/html', ...page.headers });
        response.end(page.text);
        return true;
      },
    },
  );
  return {
    origin: server.origin,
    /** Publishes a page with some content; gives its address. */
    publish(content, headers = {}) {
      const path = `/page-${pages.size}.html`;
      const text = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Somebody’s page</title>
        <link rel="icon" href="data:,">
        <body style="margin: 16px; font: 16px sans-serif">${content}</body></html>`;
      pages.set(path, { text, headers });
      return `${server.origin}${path}`;
    },
    close: () => server.close(),
  };
}

/** A document, in a frame or not, as people and screen readers know it: by role and name. */
export class Place {
  /** @param frame - puppeteer's frame or page */
  constructor(frame) {
    this.frame = frame;
  }

  /** The first node of a role and a name; waits for it. */
  find(role, name, timeout = 20_000) {
    return this.frame.waitForSelector(selector(role, name), { timeout });
  }

  /** Whether there is such a node now. */
  async has(role, name) {
    return (await this.frame.$(selector(role, name))) !== null;
  }

  /** Presses it where it is on the screen. */
  async press(role, name, timeout) {
    await (await this.find(role, name, timeout)).click();
  }

  /** Presses it as a program does: without the pointer, so that the focus stays where it is. */
  async trigger(role, name) {
    await (await this.find(role, name)).evaluate((it) => it.click());
  }

  /** The name of what has the focus here. */
  focused() {
    return this.frame.evaluate(() => {
      const { activeElement: it } = document;
      return it.ariaLabel ?? it.textContent.trim();
    });
  }

  /** All of its visible text. */
  text() {
    return this.frame.evaluate(() => document.body.innerText);
  }

  /** Waits until its text matches, and gives it. */
  async says(pattern, milliseconds = 20_000) {
    const end = Date.now() + milliseconds;
    for (;;) {
      // A frame may be on its way to its document.
      const text = await this.text().catch(() => '');
      if (pattern.test(text)) return text;
      if (Date.now() > end) throw new Error(`“${pattern}” did not come:\n${text}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A widget. */
export class Widget extends Place {
  /** The widget in a frame of a page, by the frame's title. */
  static async titled(page, title = 'A world in Diorama') {
    const element = await page.waitForSelector(`iframe[title="${title}"]`);
    return new Widget(await element.contentFrame());
  }

  /** Presses the button of its poster and waits for the world. */
  async open(name) {
    await this.press('button', name);
    await this.opened();
    return this;
  }

  /** Waits until the world is there. */
  opened() {
    return this.find('region', 'World', LONG);
  }

  /** The step that it stands at, and how many there are. */
  async place() {
    const slider = await this.find('slider', 'Step');
    return slider.evaluate((it) => [Number(it.value), Number(it.max)]);
  }

  /** Whether its model is loaded or on its way. */
  async lives() {
    const button = await this.find('button', 'Live');
    return button.evaluate((it) => it.ariaPressed === 'true');
  }
}

const selector = (role, name) => `::-p-aria([role="${role}"][name="${name}"])`;

/** A payload as a link: whatever somebody may write. */
export async function linkOf(payload) {
  const bytes = await promisify(deflate)(JSON.stringify(payload));
  return `1${bytes.toString('base64url')}`;
}

/** The payload of a link. */
export async function payloadOf(link) {
  const text = await promisify(inflate)(Buffer.from(link.slice(1), 'base64url'));
  return JSON.parse(text);
}
