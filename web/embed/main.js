// The widget: a poster, then the page's program in its place, and the page around that hears of it.

'use strict';

{
  const root = document.documentElement;
  const poster = new Poster();
  /** @type {?Subject} */
  let subject = null;
  /** Nothing, on its way, or there. */
  let stage = 'poster';

  const host = new Host(ASKED.host, ({ name, theme, step }) => {
    if (name === 'theme') return showTheme(theme);
    if (stage === 'there') return program.ask(name === 'goto' ? `goto ${step}` : name);
    if (name === 'goto') root.dataset.step = step;
    if (name === 'goto' || name === 'play') start();
  });

  const program = new Program((event, rest) => {
    switch (event) {
      case 'ready':
        arrive();
        break;
      case 'step': {
        const [step, steps, ...label] = rest.split(' ');
        host.tell('step', { step: Number(step), steps: Number(steps), label: label.join(' ') });
        break;
      }
      case 'live':
        host.claim();
        break;
      case 'error':
        fail(rest);
        break;
    }
  });

  async function start() {
    if (stage !== 'poster' || !subject) return;
    stage = 'coming';
    poster.loading();
    try {
      await program.start();
    } catch {
      fail('The world could not be loaded. Try again, or open it in Diorama.');
    }
  }

  function fail(message) {
    if (stage === 'coming') {
      stage = 'poster';
      poster.failed(message);
    }
    host.tell('error', { message });
  }

  /** The world is drawn: the poster goes, and the focus stays where the person is. */
  function arrive() {
    if (stage === 'there') return;
    stage = 'there';
    const held = document.hasFocus() && document.activeElement === poster.button;
    poster.leave();
    if (held) document.querySelector('#page [data-first]')?.focus({ preventScroll: true });
    watch();
  }

  /** Nothing plays where nobody sees it. */
  function watch() {
    let inView = true;
    const tell = () => program.ask(inView && !document.hidden ? 'show' : 'hide');
    new IntersectionObserver(([entry]) => {
      inView = entry.isIntersecting;
      tell();
    }).observe(root);
    document.addEventListener('visibilitychange', tell);
  }

  /** What height would suit the world, as wide as it stands now. */
  function suitable() {
    if (ASKED.height !== null) return ASKED.height;
    const bar = ASKED.chrome ? 56 : 0;
    if (subject?.domain === 'android') return 600 + bar;
    return Math.round(Math.min(Math.max(innerWidth * 0.62, 360), 640)) + bar;
  }

  async function open() {
    poster.button.addEventListener('click', start);
    subject = await subjectOf(ASKED, JSON.parse(root.dataset.worlds));
    if (!subject) {
      poster.empty('This address names no world of Diorama.');
      host.tell('error', { message: 'The address names no world.' });
      return;
    }
    root.dataset.world = ASKED.world ?? '';
    root.dataset.link = ASKED.link ?? '';
    if (ASKED.step !== null) root.dataset.step = ASKED.step;
    root.dataset.readOnly = ASKED.readOnly ? 'on' : 'off';
    root.dataset.autoplay = ASKED.autoplay ? 'on' : 'off';
    root.dataset.playground = address(`./#${subject.link}`);
    poster.show(subject);
    host.tell('ready', { title: subject.title });
    let width = -1;
    new ResizeObserver(() => {
      // Heights follow widths and never the other way, so this settles.
      if (innerWidth === width) return;
      width = innerWidth;
      host.tell('height', { height: suitable() });
    }).observe(root);
  }

  open();
}
