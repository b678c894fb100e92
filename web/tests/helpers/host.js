// A page of somebody else, on an origin of its own, with worlds of Diorama in it.

import { serve } from './server.js';

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
        <body style="margin: 16px; font: 16px sans-serif">${content}</body></html>`;
      pages.set(path, { text, headers });
      return `${server.origin}${path}`;
    },
    close: () => server.close(),
  };
}

/** A world on such a page: its element and its frame. */
export class Embedded {
  /** @param page - puppeteer's page */
  constructor(page, number = 0) {
    this.page = page;
    this.number = number;
  }

  /** The frame, once its document is there. */
  async frame() {
    const element = await this.page.waitForSelector(
      `>>> diorama-world:nth-of-type(${this.number + 1}) > iframe`,
    );
    const frame = await element.contentFrame();
    await frame.waitForSelector('#start:not([hidden]), .player, #said:not(:empty)');
    return frame;
  }

  /** Presses the poster's button and waits for the world. */
  async open() {
    const frame = await this.frame();
    await (await frame.waitForSelector('#start:not([hidden])')).click();
    await frame.waitForSelector('.widget', { timeout: 60_000 });
    return frame;
  }
}

/** Waits until the text of a frame matches. */
export async function says(frame, pattern, milliseconds = 20_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const text = await frame.evaluate(() => document.body.innerText).catch(() => '');
    if (pattern.test(text)) return text;
    if (Date.now() > end) throw new Error(`“${pattern}” did not come:\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The step that the player of a frame stands at, and how many there are. */
export const place = (frame) =>
  frame.$eval('.scrub', (scrub) => [Number(scrub.value), Number(scrub.max)]);
