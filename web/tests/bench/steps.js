// The default model in the page, timed as a person would: from the click to the next screen.

import { Screen } from '../helpers/page.js';
import { DIST } from '../helpers/places.js';
import { serve } from '../helpers/server.js';
import { chooseWorld } from '../helpers/worlds.js';
import { chromium } from '../helpers/browser.js';

/** Worlds that are walked, and steps in each. */
const WORLDS = ['A phone', 'A browser', 'A desktop'];
const STEPS = { cpu: 10, gpu: 4 };
/** What is promised, in milliseconds. */
const BARS = { first: 3000, cpu: 400, gpu: 3000 };
/** First visits; each in a fresh context, with nothing kept. */
const VISITS = 3;

/** What is timed: name, median in milliseconds, bar. */
export async function timeSteps() {
  const site = await serve({ '/': DIST });
  const browser = await chromium();
  try {
    const address = `${site.origin}/`;
    const visits = [];
    for (let visit = 0; visit < VISITS; visit += 1) visits.push(await firstVisit(browser, address));
    const screen = await Screen.open(browser, address);
    await ready(screen, /CPU/);
    const cpu = await walk(screen, STEPS.cpu);
    await onGpu(screen);
    const gpu = await walk(screen, STEPS.gpu);
    await screen.close();
    return [
      row('page open to first click', visits.map(({ opened }) => opened)),
      row('first click to predicted screen', visits.map(({ answered }) => answered), BARS.first),
      row(`a step on the CPU (${cpu.length})`, cpu, BARS.cpu),
      row(`a step on software WebGPU (${gpu.length})`, gpu, BARS.gpu),
    ];
  } finally {
    await browser.close();
    await site.close();
  }
}

function row(name, times, bar) {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  return { name, median, worst: sorted.at(-1), bar, met: bar === undefined || median <= bar };
}

/** Opens the page where nothing is kept yet and clicks as soon as there is something to click. */
async function firstVisit(browser, address) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  try {
    await page.setViewport({ width: 1280, height: 800 });
    const start = performance.now();
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => document.querySelector('.sheets button.acts'));
    const opened = performance.now() - start;
    return { opened, answered: await act(page, 0) };
  } finally {
    await context.close();
  }
}

/** Presses a drawn button; gives back the milliseconds until the step stands there, or throws. */
function act(page, which) {
  return page.evaluate(async (which) => {
    const count = () => document.querySelectorAll('[aria-label="Timeline"] li:not(.coming)').length;
    const before = count();
    const buttons = [...document.querySelectorAll('.sheets button.acts, .sheets a.acts')];
    // A screen without buttons is left.
    const back = document.querySelector('[aria-label="Back"]:not(:disabled)');
    const button = buttons.length > 0 ? buttons[which % buttons.length] : back;
    if (!button) throw new Error('there is nothing to press');
    const start = performance.now();
    button.click();
    while (count() === before) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const refused = document.querySelector('.slip:not(:empty), .notice.bad')?.textContent;
      if (refused) throw new Error(refused);
      if (performance.now() - start > 120_000) {
        throw new Error(document.querySelector('.notice')?.textContent);
      }
    }
    return performance.now() - start;
  }, which);
}

async function walk(screen, steps) {
  const times = [];
  for (const world of WORLDS) {
    await chooseWorld(screen, world);
    for (let step = 0; step < steps; step += 1) {
      times.push(await act(screen.page, step * 5));
      // People read what came; meanwhile the model reads it too.
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  return times;
}

async function ready(screen, where) {
  await screen.until(
    async () =>
      (await screen.all('button', /^Predictor: Diorama default/)).some(({ name }) =>
        where.test(name),
      ),
    'the default model',
    120_000,
  );
}

async function onGpu(screen) {
  await screen.click('button', /^Predictor: /);
  await screen.click('radio', 'GPU');
  await screen.click('button', /^Load( again)? Diorama default/);
  await screen.click('button', 'Close');
  await ready(screen, /GPU/);
}
