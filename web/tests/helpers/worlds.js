// The worlds the tests visit, and what they do in every one of them.

/** One world of each domain: its domain and its title. */
export const WORLDS = {
  android: 'Contacts, disk full',
  web: 'Issue tracker, sign-in',
  os: 'Text editor, save as',
};

/** Opens a world through the chooser. */
export async function chooseWorld(screen, title) {
  await screen.click('button', /^World: /);
  await screen.click('button', new RegExp(`^${title}`));
  await screen.find('button', `World: ${title}`);
}

/** Chooses who says what comes next, in a world that leaves a choice. */
export async function prefer(screen, predictor) {
  await screen.click('button', /^Predictor: /);
  await screen.click('radio', predictor);
  await screen.click('button', 'Close');
}

/** The steps on the timeline, the start included. */
export function steps(screen) {
  return screen.page.$$('[aria-label="Timeline"] li:not(.coming)');
}

/** Waits until there are so many steps behind the start. */
export function stepsAre(screen, count, milliseconds) {
  return screen.until(
    async () => (await steps(screen)).length === count + 1,
    `${count} steps`,
    milliseconds,
  );
}

/** Opens a text where worlds are brought. Pasted, not typed: it may be long. */
export async function bring(screen, text) {
  await screen.click('button', /^World: /);
  await screen.click('button', /^Bring a world/);
  const field = await screen.element('textbox', 'A link, or a world as text');
  await field.evaluate((it, text) => {
    it.value = text;
  }, text);
  await screen.click('button', 'Open');
}
