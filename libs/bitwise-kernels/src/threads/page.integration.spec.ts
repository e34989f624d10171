import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumFlags, findChromium } from '../../../../tools/setup/chromium.mjs';

const executablePath = findChromium();
const page = fileURLToPath(new URL('../../testing/threads-page/', import.meta.url));
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
/** As strict as the suite's: nothing inline, workers and scripts from this address alone. */
const policy = { 'Content-Security-Policy': "default-src 'self' 'wasm-unsafe-eval'" };

interface PageResult {
  readonly threads: number;
  readonly reason: string;
  readonly plan: number;
  readonly equal: boolean;
}

describe.skipIf(!executablePath)('a page built by Vite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'threads-page-'));
  let browser: Browser;

  beforeAll(async () => {
    await build({
      configFile: false,
      root: page,
      logLevel: 'error',
      resolve: { conditions: ['@onebit/source'] },
      worker: { format: 'es' },
      build: {
        outDir: folder,
        emptyOutDir: true,
        target: 'es2022',
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
      },
    });
    browser = await chromium.launch({ executablePath: executablePath!, args: chromiumFlags });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shares products where it is isolated', async () => {
    const result = await visit({ ...isolation, ...policy });
    expect(result).toEqual({
      threads: 3,
      reason: '3 threads share the work of large products.',
      plan: 3,
      equal: true,
    });
  });

  it('says so and runs on one thread where it is not', async () => {
    const result = await visit(policy);
    expect(result).toMatchObject({ threads: 1, plan: 1, equal: true });
    expect(result.reason).toMatch(/not cross-origin isolated/);
  });

  it('says so and runs on one thread where no worker may start', async () => {
    const result = await visit({
      ...isolation,
      'Content-Security-Policy': "default-src 'self' 'wasm-unsafe-eval'; worker-src 'none'",
    });
    expect(result).toMatchObject({ threads: 1, plan: 1, equal: true });
    expect(result.reason).toMatch(/no further one could start/);
  });

  /** Serves the built page with these headers and waits for what it found. */
  async function visit(headers: Record<string, string>): Promise<PageResult> {
    const server = await serve(folder, headers);
    const context = await browser.newContext();
    try {
      const tab = await context.newPage();
      await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`);
      const found = await tab.waitForFunction(() => (globalThis as { result?: PageResult }).result);
      return (await found.jsonValue()) as PageResult;
    } finally {
      await context.close();
      server.close();
    }
  }
});

function serve(folder: string, headers: Record<string, string>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    readFile(join(folder, path)).then(
      (body) => {
        const type = types[extname(path)] ?? 'application/octet-stream';
        response.writeHead(200, { ...headers, 'Content-Type': type }).end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
