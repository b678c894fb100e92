// The page on embedding: puts the site's address into the examples, and speaks with one of them.

'use strict';

{
  const site = document.body.dataset.site || new URL('./', location.href).href;
  for (const gap of document.querySelectorAll('[data-at]')) {
    gap.replaceWith(new URL(gap.dataset.at, site).href);
  }

  const world = document.querySelector('diorama-world');
  const heard = document.getElementById('try-heard');
  world.addEventListener('diorama-step', ({ detail }) => {
    heard.textContent = `Step ${detail.step} of ${detail.steps} ${detail.label}`;
  });
  document.getElementById('try-goto').addEventListener('click', () => world.goto(4));
  document.getElementById('try').hidden = false;
}
