// The inference worker with its compute dispatches counted, and told to whoever asks on the
// channel "dispatches".

/* global GPUComputePassEncoder, importScripts, wasm_bindgen */

let dispatches = 0;
const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...size) {
  dispatches += 1;
  return dispatchWorkgroups.apply(this, size);
};
const channel = new BroadcastChannel('dispatches');
channel.onmessage = () => channel.postMessage(dispatches);

// What worker_loader.js does.
importScripts('/worker.js');
wasm_bindgen('/worker_bg.wasm');
