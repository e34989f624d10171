/**
 * How long Chromium takes to separate a minute of two talkers, as JSON: in the worker of the built
 * speech page alone, from the file to both tracks, their peaks and their picture. Beside the clock
 * stands the processor's time of the tab, all its threads together, since the clock on a busy machine
 * measures the others too. The first run compiles, the others are as quick as it gets. Run after
 * `npm run build -w @onebit/web`:
 *
 *   node apps/web/e2e/separation-pace.mjs [runs] [seconds]
 */
import { createServer } from 'node:http';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFlac, writeWav } from '@onebit/audio';
import { chromium } from 'playwright';
import { chromiumFlags, findChromium } from '../../../tools/setup/chromium.mjs';

const runs = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 60);
const assets = fileURLToPath(new URL('../dist/assets', import.meta.url));
const worker = (await readdir(assets)).find((name) => name.startsWith('separate.worker-'));

const sample = import.meta.resolve('@onebit/speech-separation/samples/woman-and-man.flac');
const { sampleRate, channels } = readFlac(await readFile(fileURLToPath(sample)));
const samples = Float32Array.from(
  { length: seconds * sampleRate },
  (_, at) => channels[0][at % channels[0].length],
);
const sound = writeWav({ sampleRate, channels: [samples] });

const page = `<!doctype html><title>pace</title><script type="module">
  const worker = new Worker('/${worker}', { type: 'module' });
  const file = await (await fetch('/sound.wav')).blob();
  globalThis.separate = (id) => new Promise((resolve, reject) => {
    const start = performance.now();
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
      if (data.kind === 'failed') reject(new Error(JSON.stringify(data.problem)));
      if (data.kind !== 'done') return;
      const clock = (performance.now() - start) / 1000;
      resolve({ clock, model: data.outcome.report.model });
    };
    worker.postMessage({ recording: { id, file }, choice: { mask: 'soft' } });
  });
</script>`;
const made = { '/': ['text/html', page], '/sound.wav': ['audio/wav', sound] };

const server = createServer(async ({ url }, response) => {
  const known = made[url] ?? [
    'text/javascript',
    await readFile(join(assets, url)).catch(() => undefined),
  ];
  if (known[1] === undefined) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': known[0] }).end(known[1]);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
const system = await browser.newBrowserCDPSession();
const tab = await browser.newPage();
await tab.goto(`http://127.0.0.1:${server.address().port}/`);
await tab.waitForFunction(() => globalThis.separate !== undefined);

/** Seconds of the processor that tabs have used. */
const processor = async () => {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  return processInfo
    .filter(({ type }) => type === 'renderer')
    .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
};

const factor = (spent) => Number((spent / seconds).toFixed(4));
const rows = [];
let model;
for (let run = 1; run <= runs; run++) {
  const before = await processor();
  // A recording that was separated is not decoded again: each run has one of its own.
  const answer = await tab.evaluate((id) => globalThis.separate(id), run);
  model = answer.model;
  rows.push({
    clock: factor(answer.clock),
    processor: factor((await processor()) - before),
  });
}
const version = browser.version();
await browser.close();
server.close();
console.log(
  JSON.stringify(
    { chromium: version, model, seconds, unit: 'seconds for a second of sound', limit: 0.1, rows },
    undefined,
    2,
  ),
);
