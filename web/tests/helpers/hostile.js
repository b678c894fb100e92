// What somebody may write who wants more of the page than to be read, and how to see that it was read
// only.

import assert from 'node:assert/strict';

/** Texts that do something where they are taken for more than text. Each begins with a plain word. */
export const HOSTILE = [
  'Image <img src=x onerror="globalThis.harmed = 1">',
  'Script </script><script>globalThis.harmed = 1</script>',
  'Drawing <svg onload="globalThis.harmed = 1"><use href="//evil.example/a#b"></svg>',
  'Frame <iframe srcdoc="<script>parent.harmed = 1</script>"></iframe>',
  'Quotes "\'><a href="javascript:globalThis.harmed=1">press</a>',
  'Style </style><style>*{display:none!important;background:url(//evil.example/b)}</style>',
  'Base <base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=//evil.example">',
  'Braces {{constructor.constructor("globalThis.harmed=1")()}} ${globalThis.harmed=1} %3Cscript%3E',
  'Entities &lt;script&gt;globalThis.harmed=1&lt;/script&gt; &#60;b&#62;',
  'Backwards \u202Egnp.exe\u202D \u2066\u2067\u202B',
  'Nothing \u200B\u200C\u200D\uFEFF\u2060\u00AD between',
  'Stack Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D\u034F\u0334\u0319\u0324\u031E\u0349\u035A\u032F',
  'Arabic مرحبا بالعالم 123',
  'Markers <|world|><|do|>click 0<|now|>same <|im_end|><|endoftext|>',
];

/** Addresses that would be followed where an address is not looked at. */
export const ADDRESSES = [
  'javascript:globalThis.harmed=1',
  'data:text/html,<script>opener.harmed=1</script>',
  '//evil.example/',
  'https://evil.example/?a"onmouseover="globalThis.harmed=1',
];

/**
 * Watches a page from now on; it may ask its own origin, and those named. The answer checks that nothing but text has come of what it was shown:
 * no script, no request elsewhere, no element that loads or runs anything, no complaint about the
 * policy, no word of the page itself that runs backwards.
 */
export async function watch(screen, ...allowed) {
  const { page } = screen;
  const elsewhere = [];
  const dialogs = [];
  const home = new URL(page.url()).origin;
  const near = [home, ...allowed];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && !near.includes(origin)) elsewhere.push(request.url());
  });
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  });
  page.on('popup', (popup) => dialogs.push(`a window: ${popup?.url()}`));
  await page.evaluate(() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', (it) =>
      globalThis.violations.push(`${it.violatedDirective}: ${it.blockedURI}`),
    );
  });
  const before = new Set((await page.evaluate(look)).elements);
  return async (where) => {
    const found = await page.evaluate(look);
    found.elements = found.elements.filter((it) => !before.has(it));
    assert.deepEqual({ ...found, elsewhere, dialogs, complaints: screen.complaints }, HARMLESS, where);
    assert.equal(new URL(page.url()).origin, home);
  };
}

const HARMLESS = {
  harmed: null,
  violations: [],
  elements: [],
  backwards: [],
  elsewhere: [],
  dialogs: [],
  complaints: [],
};

/** Runs in the page. */
function look() {
  const elements = [];
  for (const it of document.querySelectorAll('*')) {
    const names = it.getAttributeNames();
    const runs = names.some((name) => name.startsWith('on') || name === 'srcdoc');
    const leads = ['href', 'src', 'action', 'formaction', 'xlink:href'].some((name) => {
      const address = it.getAttribute(name);
      if (address === null) return false;
      const { protocol, origin } = new URL(address, document.baseURI);
      return !(origin === location.origin || protocol === 'blob:' || address === 'data:,');
    });
    const odd = /^(iframe|object|embed|base|frame|portal)$/i.test(it.localName);
    const inked = it.localName === 'style' || /evil|url\(/.test(it.getAttribute('style') ?? '');
    if (runs || leads || odd || inked) elements.push(it.outerHTML.slice(0, 200));
  }
  // A line of the page's own words is laid out forwards, whatever stands beside it.
  const backwards = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const letter = (node, index) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    return range.getClientRects()[0];
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data;
    const first = text.search(/\S/);
    const last = text.trimEnd().length - 1;
    if (last - first < 2 || !/^[\x20-\x7e…–“”’·]*$/.test(text.trim())) continue;
    const [from, to] = [letter(node, first), letter(node, last)];
    if (from?.width && to?.width && from.top === to.top && from.left >= to.left) backwards.push(text);
  }
  return { harmed: globalThis.harmed ?? null, violations: globalThis.violations, elements, backwards };
}
