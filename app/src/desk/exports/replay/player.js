
'use strict';
const walk = JSON.parse(document.getElementById('walk').textContent);
const find = (selector) => document.querySelector(selector);
const [image, caption, list, text] = ['img', 'figcaption', 'ol', 'pre'].map(find);
const [back, play, on] = ['.back', '.play', '.on'].map(find);
const SECONDS = 1.6;
let here = 0;
let timer = null;

document.body.dataset.domain = walk.domain;
const buttons = walk.places.map(({ words }, place) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words;
  button.addEventListener('click', () => { pause(); go(place); });
  const item = document.createElement('li');
  item.append(button);
  list.append(item);
  return button;
});

function go(place) {
  here = Math.min(Math.max(place, 0), buttons.length - 1);
  const { words, action, by, observation, width, height, body } = walk.places[here];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><style>${walk.style}</style>${body}</svg>`;
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  image.width = width;
  image.height = height;
  image.alt = `The screen after: ${words}`;
  caption.textContent = here ? `${here} of ${buttons.length - 1}: ${words}` : 'Start';
  text.textContent = observation;
  text.title = [action, by].filter(Boolean).join(' - ');
  buttons.forEach((button, place) => {
    if (place === here) button.setAttribute('aria-current', 'step');
    else button.removeAttribute('aria-current');
  });
  back.disabled = here === 0;
  on.disabled = here === buttons.length - 1;
}

function pause() {
  clearInterval(timer);
  timer = null;
  play.textContent = 'Play';
}

back.addEventListener('click', () => { pause(); go(here - 1); });
on.addEventListener('click', () => { pause(); go(here + 1); });
play.addEventListener('click', () => {
  if (timer !== null) return pause();
  if (here === buttons.length - 1) go(0);
  play.textContent = 'Pause';
  timer = setInterval(() => {
    go(here + 1);
    if (here === buttons.length - 1) pause();
  }, SECONDS * 1000);
});
document.addEventListener('keydown', ({ key }) => {
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    pause();
    go(here + (key === 'ArrowLeft' ? -1 : 1));
  }
});
go(0);
