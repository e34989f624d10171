/**
 * What a fresh tab spends on its first answer about a text, as JSON, at four places:
 *
 * - `library`: a bare page that imports the library, as a bundler ships it, and asks it at once. Its
 *   second clock, `fromImport`, starts right before the import;
 * - `worker`: the emotions page's worker, on a bare page that starts it and asks it at once;
 * - `page`: the built emotions page, until the labels that are told stand on it;
 * - `blank`: a page that answers with nothing, to compare.
 *
 * `clock` starts with the navigation and stops with the answer, as the page's own clock reads it. Every
 * run has an empty HTTP cache, so that all code is fetched, over the loopback, and compiled anew.
 * `processor` is the time that all threads of the tab's process have used when the answer is there,
 * from the start of the process: the clock on a busy machine measures the others too. Places take
 * turns, so that what lasts a while disturbs all. Run after a build:
 *
 *   node apps/web/e2e/cold-load.mjs [runs]
 */
import { createServer } from 'node:http';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';
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

/** The library by itself, as an application's bundler makes it: files by their addresses. */
async function bundleLibrary() {
  const entry = 'library.js';
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    plugins: [
      {
        name: 'library-entry',
        resolveId: (id) => (id === entry ? `\0${entry}` : undefined),
        load: (id) =>
          id === `\0${entry}`
            ? "export { EmotionClassifier } from '@onebit/emotion-classification'"
            : undefined,
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: Infinity,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: entry, chunkFileNames: 'library-[name].js' },
      },
    },
  });
  return Object.fromEntries(output.map(({ fileName, code }) => [`/${fileName}`, code]));
}

const library = `<!doctype html><title>library</title><script type="module">
  const started = performance.now();
  const { EmotionClassifier } = await import('/library.js');
  const classifier = await EmotionClassifier.load();
  const { labels } = await classifier.classify(${JSON.stringify(text)});
  const now = performance.now();
  if (labels.length > 0) window.answered = { clock: now, fromImport: now - started };
</script>`;

const workerFile = (await readdir(join(built, 'assets'))).find((name) =>
  name.startsWith('emotion.worker-'),
);
const worker = `<!doctype html><title>worker</title><script type="module">
  const worker = new Worker('/assets/${workerFile}', { type: 'module' });
  worker.onmessage = ({ data }) => {
    if (data.kind === 'reading') window.answered = { clock: performance.now() };
  };
  worker.postMessage({ kind: 'question', question: ${JSON.stringify(question)} });
</script>`;

const blank =
  '<!doctype html><title>blank</title><script>answered = { clock: performance.now() }</script>';

const made = {
  '/library.html': library,
  '/worker.html': worker,
  '/blank.html': blank,
  ...(await bundleLibrary()),
};

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
    window.answered ??= { clock: performance.now() };
  }
}).observe(document, { childList: true, subtree: true });`;

const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });

const measure = async (path) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  if (!path.endsWith('.html')) await page.addInitScript(watch);
  await page.goto(address + path);
  // Looking every frame would be part of the work that is measured.
  await page.waitForFunction(() => globalThis.answered, undefined, { polling: 20 });
  const { metrics } = await session.send('Performance.getMetrics');
  const answered = await page.evaluate(() => globalThis.answered);
  await context.close();
  const processor = 1000 * metrics.find(({ name }) => name === 'ProcessTime').value;
  return { ...answered, processor };
};

const places = {
  library: '/library.html',
  worker: '/worker.html',
  page: `/#/emotion-classification?text=${encodeURIComponent(text)}`,
  blank: '/blank.html',
};
const samples = new Map(Object.keys(places).map((name) => [name, []]));
for (let run = 0; run < runs; run++) {
  for (const [name, path] of Object.entries(places)) samples.get(name).push(await measure(path));
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
const rows = [...samples].map(([name, values]) => ({
  name,
  ...Object.fromEntries(
    Object.keys(values[0]).map((kind) => [kind, summary(values.map((value) => value[kind]))]),
  ),
}));
console.log(
  JSON.stringify({ chromium: version, runs, unit: 'ms', limit: 300, rows }, undefined, 2),
);
