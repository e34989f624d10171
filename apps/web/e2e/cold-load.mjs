/**
 * What a fresh tab spends from the navigation to its first answer about a text, as JSON: on the built
 * emotions page, in the page's worker alone, without the page around it, and, to compare, on a page
 * that answers at once. Each run has an empty
 * cache. Beside the clock stands the processor's time of the tab, all its threads together, since the
 * clock on a busy machine measures the others too. Run after
 * `npm run build -w @onebit/web`:
 *
 *   node apps/web/e2e/cold-load.mjs [runs]
 */
import { createServer } from 'node:http';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { chromiumFlags, findChromium } from '../../../tools/setup/chromium.mjs';

const runs = Number(process.argv[2] ?? 9);
const built = fileURLToPath(new URL('../dist', import.meta.url));
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const text = 'thank you so much, this is great';
const question = {
  text,
  model: 'emotion-goemotions',
  runner: 'browser',
  view: 'labels',
  chosen: null,
};

const worker = (await readdir(join(built, 'assets'))).find((name) =>
  name.startsWith('emotion.worker-'),
);
const alone = `<!doctype html><title>worker</title><script type="module">
  const worker = new Worker('/assets/${worker}', { type: 'module' });
  worker.onmessage = ({ data }) => {
    if (data.kind === 'reading') window.answeredAt = performance.now();
  };
  worker.postMessage({ kind: 'question', question: ${JSON.stringify(question)} });
</script>`;

const blank = '<!doctype html><title>blank</title><script>answeredAt = performance.now()</script>';
const made = { '/worker.html': alone, '/blank.html': blank };

const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  const file = normalize(path === '/' ? '/index.html' : path);
  const body = made[file] ?? (await readFile(join(built, file)).catch(() => undefined));
  if (body === undefined) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  response.end(body);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}`;

/** Notes when the labels that are told stand on the page. */
const watch = `new MutationObserver(() => {
  if (document.querySelector('[role=status][aria-label=Told] span')) {
    window.answeredAt ??= performance.now();
  }
}).observe(document, { childList: true, subtree: true });`;

const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
const system = await browser.newBrowserCDPSession();

/** Milliseconds of the processor that tabs have used, by their process. */
const tabs = async () => {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return new Map(renderers.map(({ id, cpuTime }) => [id, 1000 * cpuTime]));
};

const measure = async (path) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const before = await tabs();
  if (!path.endsWith('.html')) await page.addInitScript(watch);
  await page.goto(address + path);
  await page.waitForFunction(() => globalThis.answeredAt !== undefined);
  let processor = 0;
  for (const [id, spent] of await tabs()) processor += spent - (before.get(id) ?? 0);
  const clock = await page.evaluate(() => globalThis.answeredAt);
  await context.close();
  return { clock, processor };
};

const places = {
  page: `/#/emotion-classification?text=${encodeURIComponent(text)}`,
  worker: '/worker.html',
  blank: '/blank.html',
};
const samples = { page: [], worker: [], blank: [] };
// Places take turns, so that what lasts a while disturbs all.
for (let run = 0; run < runs; run++) {
  for (const [name, path] of Object.entries(places)) samples[name].push(await measure(path));
}
const version = browser.version();
await browser.close();
server.close();

const summary = (values) => {
  const [least, median] = [0, values.length >> 1].map((at) =>
    Math.round(values.toSorted((a, b) => a - b)[at]),
  );
  return { least, median };
};
const rows = Object.entries(samples).map(([name, values]) => ({
  name,
  clock: summary(values.map(({ clock }) => clock)),
  processor: summary(values.map(({ processor }) => processor)),
}));
console.log(
  JSON.stringify({ chromium: version, runs, unit: 'ms', limit: 300, rows }, undefined, 2),
);
