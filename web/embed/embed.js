// <diorama-world src="#w=alarms" theme="auto" step="2" read-only autoplay="off" chrome="off" line
// min-height="240" max-height="800" isolated credentialless>: a world of Diorama in this page, in a
// frame of its own. How to use it: how-to-embed.html, beside this file.
(() => {
  const here = document.currentScript?.src || document.baseURI;
  const OPTIONS = ['theme', 'step', 'read-only', 'autoplay', 'chrome', 'line'];
  const worlds = new Set();

  class World extends HTMLElement {
    static observedAttributes = ['src', 'theme'];

    connectedCallback() {
      worlds.add(this);
      this.show();
    }

    disconnectedCallback() {
      worlds.delete(this);
    }

    attributeChangedCallback(name, before, now) {
      if (!this.frame || before === now) return;
      if (name === 'src') this.show();
      else this.tell('theme', { theme: now ?? 'auto' });
    }

    show() {
      const url = new URL(this.getAttribute('src') ?? '', new URL('embed.html', here));
      // An address may come from anywhere; one that is a script would run in this page.
      if (!/^https?:$/.test(url.protocol)) return;
      const options = new URLSearchParams();
      for (const name of OPTIONS) {
        if (this.hasAttribute(name)) options.set(name, this.getAttribute(name));
      }
      options.set('host', location.origin);
      url.hash += `&${options}`;
      // Beside its own page a frame with its origin could take the sandbox off.
      this.isolated = this.hasAttribute('isolated') || url.origin === location.origin;
      this.origin = this.isolated ? 'null' : url.origin;
      const frame = document.createElement('iframe');
      frame.title = this.getAttribute('title') || 'A world in Diorama';
      frame.loading = 'lazy';
      frame.allow = 'fullscreen';
      frame.sandbox =
        'allow-scripts allow-popups allow-popups-to-escape-sandbox' +
        (this.isolated ? '' : ' allow-same-origin');
      // A page that is isolated from other origins takes a frame in only so.
      frame.credentialless = self.crossOriginIsolated || this.hasAttribute('credentialless');
      frame.src = url;
      Object.assign(frame.style, { display: 'block', width: '100%', border: 0 });
      this.frame = frame;
      this.size(480);
      this.replaceChildren(frame);
    }

    size(height) {
      const bound = (name, usual) => parseInt(this.getAttribute(name)) || usual;
      const most = Math.max(height, bound('min-height', 240));
      this.frame.style.height = `${Math.min(most, bound('max-height', 900))}px`;
    }

    tell(command, more) {
      const to = this.isolated ? '*' : this.origin;
      this.frame?.contentWindow?.postMessage({ diorama: 1, command, ...more }, to);
    }

    play() { this.tell('play'); }
    pause() { this.tell('pause'); }
    goto(step) { this.tell('goto', { step }); }

    hear({ diorama, event, ...detail }) {
      if (diorama !== 1) return;
      if (event === 'height' && detail.height > 0) this.size(detail.height);
      else if (event === 'live') worlds.forEach((other) => other === this || other.tell('rest'));
      if (!/^(ready|height|step|error)$/.test(event)) return;
      this.dispatchEvent(new CustomEvent(`diorama-${event}`, { detail, bubbles: true }));
    }
  }

  addEventListener('message', ({ source, origin, data }) => {
    for (const world of worlds) {
      if (source && source === world.frame?.contentWindow && origin === world.origin) {
        world.hear(data ?? {});
      }
    }
  });
  customElements.get('diorama-world') ?? customElements.define('diorama-world', World);
})();
