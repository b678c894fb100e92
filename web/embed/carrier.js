// In a worker of a sandbox without an origin: the model is not fetched, it is carried, as programs are.

'use strict';

/**
 * Has `fetch` find one file in a carrier: whole, or the part that is asked for. The carrier comes
 * when the file is first asked for.
 *
 * @param {string} file - its address
 * @param {string} carrier - the address of the script that carries it as `model`
 */
function carry(file, carrier) {
  const plain = self.fetch;
  self.fetch = async (asked, init) => {
    if (String(asked) !== file) return plain(asked, init);
    if (!self.dioramaCarried?.model) importScripts(carrier);
    const { bytes } = self.dioramaCarried.model;
    const part = /^bytes=(\d+)-(\d*)$/.exec(new Headers(init?.headers).get('Range') ?? '');
    if (!part) return new Response(bytes, { headers: { 'Content-Length': bytes.length } });
    const [from, last] = [Number(part[1]), bytes.length - 1];
    const to = part[2] === '' ? last : Math.min(Number(part[2]), last);
    if (from > to) return new Response(null, { status: 416 });
    const headers = {
      'Content-Length': to - from + 1,
      'Content-Range': `bytes ${from}-${to}/${bytes.length}`,
    };
    return new Response(bytes.subarray(from, to + 1), { status: 206, headers });
  };
}
