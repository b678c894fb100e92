// The page as people and screen readers know it: by role and name.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SCREENSHOTS } from './places.js';

const PATIENCE = 10_000;

/** A page whose controls are found by role and accessible name. */
export class Screen {
  /** Puppeteer's page. */
  page;
  /** What the console said that it should not have. */
  complaints = [];

  /** Opens an address in a page of its own; `prepare` runs there before anything else does. */
  static async open(browser, address, { width = 1280, height = 800, prepare, ...options } = {}) {
    const screen = new Screen();
    screen.page = await browser.newPage();
    await screen.page.setViewport({ width, height, deviceScaleFactor: 1, ...options });
    screen.page.on('console', (message) => {
      if (message.type() === 'error') screen.complaints.push(message.text());
    });
    screen.page.on('pageerror', (error) => screen.complaints.push(error.message));
    await screen.page.evaluateOnNewDocument(() => {
      globalThis.longTasks = [];
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) {
          globalThis.longTasks.push({ startTime, duration });
        }
      }).observe({ type: 'longtask', buffered: true });
    });
    if (prepare) await screen.page.evaluateOnNewDocument(prepare);
    await screen.page.goto(address);
    return screen;
  }

  /** Every node of a role whose name is a text or matches a pattern. */
  async all(role, name = /(?:)/) {
    const root = await this.page.accessibility.snapshot({ interestingOnly: false });
    const matches = (node) =>
      node.role === role &&
      (name instanceof RegExp ? name.test(node.name ?? '') : node.name === name);
    const found = [];
    const visit = (node) => {
      if (matches(node)) found.push(node);
      node.children?.forEach(visit);
    };
    if (root) visit(root);
    return found;
  }

  /** The first such node; waits for it. */
  async find(role, name, milliseconds = PATIENCE) {
    return this.until(
      async () => (await this.all(role, name))[0],
      `a ${role} named ${name}`,
      milliseconds,
    );
  }

  /** Clicks it as a person does: where it is on the screen. */
  async click(role, name, milliseconds) {
    const handle = await this.element(role, name, milliseconds);
    await handle.click();
    await handle.dispose();
  }

  /** The element behind such a node. */
  async element(role, name, milliseconds = PATIENCE) {
    return this.until(
      // A node may be redrawn between being listed and being reached.
      async () => (await this.all(role, name))[0]?.elementHandle().catch(() => null),
      `a ${role} named ${name}`,
      milliseconds,
    );
  }

  /**
   * Presses a button if it is there right now. In one go: a button that may leave at any moment
   * must not be waited for.
   */
  pressIfThere(name) {
    return this.page.evaluate((name) => {
      const buttons = [...document.querySelectorAll('button')];
      buttons.find(({ textContent }) => textContent.trim() === name)?.click();
    }, name);
  }

  /** Closes the sheet that is open, and waits until it is: until then keys are the sheet's. */
  async closeSheet() {
    await this.click('button', 'Close');
    await this.until(async () => !(await this.page.$('dialog[open]')), 'the sheet’s end');
  }

  /** Replaces what a field holds. */
  async fill(role, name, text) {
    const handle = await this.element(role, name);
    await handle.click({ count: 3 });
    await handle.type(text);
    await handle.dispose();
  }

  /** Waits until `look` gives something, and gives it back. */
  async until(look, what, milliseconds = PATIENCE) {
    const end = Date.now() + milliseconds;
    for (;;) {
      const found = await look();
      if (found) return found;
      if (Date.now() > end) throw new Error(`${what} did not come:\n${await this.text()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Waits until all that is shown has come: the sheets and most of the inspector do when looked at. */
  whole() {
    return this.until(async () => !(await this.page.$('.later')), 'the second part of the page', 30_000);
  }

  /** Waits until the page's text matches. */
  says(pattern, milliseconds) {
    return this.until(async () => pattern.test(await this.text()), `“${pattern}”`, milliseconds);
  }

  /** All the page's visible text. */
  text() {
    return this.page.evaluate(() => document.body.innerText);
  }

  /** The page's clock, in milliseconds. */
  now() {
    return this.page.evaluate(() => performance.now());
  }

  /** Tasks of the main thread longer than 50 ms that began after a moment of the page's clock. */
  longTasks(since) {
    return this.page.evaluate(
      (since) => globalThis.longTasks.filter(({ startTime }) => startTime >= since),
      since,
    );
  }

  /** Takes a picture into `screenshots/`. */
  async picture(name) {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  /**
   * Takes pictures: light, dark, and on a narrow page, where nothing may stick out. Afterwards the page
   * is wide and light.
   */
  async pictures(name) {
    const scheme = (value) =>
      this.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await scheme('light');
    await this.picture(`${name}-light`);
    await scheme('dark');
    await this.picture(`${name}-dark`);
    await this.page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2 });
    await this.picture(`${name}-narrow`);
    const overflow = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) throw new Error(`${overflow} pixels stick out to the right`);
    await this.page.setViewport({ width: 1280, height: 800 });
    await scheme('light');
  }

  close() {
    return this.page.close();
  }
}
