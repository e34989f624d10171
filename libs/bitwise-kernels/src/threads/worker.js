/* global self, WebAssembly */
// What a further thread runs: the kernels on the shared memory, asleep until there is work, until
// the first thread tells it to end. Plain JavaScript, so that Node starts it from source as well.

/**
 * @typedef {object} Post
 * @property {WebAssembly.Module} module
 * @property {WebAssembly.Memory} memory
 * @property {number} control
 * @property {number} thread
 */

/**
 * @param {Post} post
 * @param {(message: string) => void} report
 */
function serve({ module, memory, control, thread }, report) {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = /** @type {{ serve(control: number, thread: number): void }} */ (
    /** @type {unknown} */ (instance.exports)
  );
  report('ready');
  kernels.serve(control, thread);
}

const host = /** @type {{ process?: { getBuiltinModule?(name: string): any } }} */ (globalThis);
const threads = host.process?.getBuiltinModule?.('node:worker_threads');
if (threads?.parentPort) {
  serve(threads.workerData, (message) => threads.parentPort.postMessage(message));
} else {
  self.onmessage = ({ data }) => {
    serve(data, (message) => self.postMessage(message));
    self.close();
  };
}
