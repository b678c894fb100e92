// Keeps the page for visits without a network, and says when a new version is there.

const REGISTERED = 'serviceWorker' in navigator && isSecureContext;

if (REGISTERED) {
  // The page's own files and its model come first.
  addEventListener('load', () => setTimeout(register, 3000), { once: true });
}

async function register() {
  try {
    const registration = await navigator.serviceWorker.register('./sw.js', { scope: './' });
    offer(registration);
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', () => offer(registration));
    });
  } catch {
    // Where nothing may be kept (a private window, a sandbox), the page works all the same.
  }
}

/** Offers a version that waits; the first one ever takes no page's place. */
function offer({ waiting }) {
  if (!waiting || !navigator.serviceWorker.controller || document.querySelector('.new-version')) {
    return;
  }
  const notice = document.createElement('div');
  notice.className = 'new-version';
  notice.setAttribute('role', 'status');
  const words = document.createElement('p');
  words.textContent = 'A new version of Diorama is ready. Your steps are kept.';
  const button = (text, press) => {
    const it = document.createElement('button');
    it.type = 'button';
    it.textContent = text;
    it.addEventListener('click', press);
    return it;
  };
  const load = button('Load it', () => waiting.postMessage({ diorama: 'take-over' }));
  load.className = 'primary';
  const later = button('Later', () => notice.remove());
  notice.append(words, load, later);
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.diorama === 'others-open') {
      words.textContent = 'Diorama is open elsewhere too: close it there first.';
    }
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  document.body.append(notice);
}
