import { readPort } from '@onebit/http-service';
import { chromium } from 'playwright';
import { afterEach, describe, expect, it } from 'vitest';
import { chromiumFlags, findChromium } from '../../../tools/setup/chromium.mjs';
import { startSuite } from './index.ts';
import { webPages } from './web-pages.ts';

const running: Awaited<ReturnType<typeof startSuite>>[] = [];

async function start() {
  const suite = await startSuite({ port: 0 });
  running.push(suite);
  return suite;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((suite) => suite.close({ now: true })));
});

describe('the suite', () => {
  it('serves every task under one health, one metrics and one document', async () => {
    const { address } = await start();
    const health = await (await fetch(`${address}/health/ready`)).json();
    expect(health).toEqual({
      status: 'ready',
      services: {
        'emotion-classification': 'ready',
        'morphological-filtering': 'ready',
        'speech-separation': 'ready',
      },
    });
    const document = (await (await fetch(`${address}/openapi.json`)).json()) as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/morphological-filtering',
        '/v1/jobs/morphological-filtering',
        '/v1/speech-separation',
        '/v1/jobs/speech-separation',
        '/v1/limits',
        '/metrics',
      ]),
    );
    expect((await fetch(`${address}/metrics`)).headers.get('Content-Type')).toMatch(/^text\/plain/);
  });

  it('filters an image', async () => {
    const { address } = await start();
    const response = await fetch(`${address}/v1/morphological-filtering?sequence=dilate:hline3`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/x-portable-bitmap', Accept: 'image/x-portable-bitmap' },
      body: 'P1 8 1\n00010000\n',
    });
    const file = Buffer.from(await response.arrayBuffer());
    expect(file.at(-1)).toBe(0b00111000);
  });

  it('tells which port is taken, and what to do', async () => {
    const { port } = await start();
    await expect(startSuite({ port })).rejects.toMatchObject({
      code: 'port-taken',
      received: 'a port that another program uses',
      hint: expect.stringContaining('PORT=8081') as string,
    });
  });

  it('takes PORT from the environment and refuses what is no port', () => {
    expect(readPort('', 8080)).toBe(8080);
    expect(readPort('65535', 8080)).toBe(65_535);
    for (const text of ['65536', '-1', '80x', ' 80']) {
      expect(() => readPort(text, 8080)).toThrow(
        expect.objectContaining({ code: 'value-invalid' }),
      );
    }
  });

  it.skipIf(webPages() === undefined)('serves the web UI and 404 beside it', async () => {
    const { address } = await start();
    const page = await fetch(address);
    expect([page.status, page.headers.get('Content-Type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect((await fetch(`${address}/nothing.js`)).status).toBe(404);
    expect((await fetch(`${address}/..%2f..%2fpackage.json`)).status).toBeGreaterThanOrEqual(400);
  });
});

const browserPath = findChromium();

describe.skipIf(browserPath === undefined)('in a browser, under the security policy,', () => {
  /** Opens a page and gives what it complained about and what it asked of other places. */
  async function open(address: string, path: string, shown: string) {
    const browser = await chromium.launch({ executablePath: browserPath!, args: chromiumFlags });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') {
          complaints.push(message.text());
        }
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !/^(data|blob):/.test(url)) {
          complaints.push(`asked for ${url}`);
        }
      });
      await page.goto(`${address}${path}`);
      await page.getByText(shown).first().waitFor();
      expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
      return complaints;
    } finally {
      await browser.close();
    }
  }

  it('the API documentation shows, from this address alone', async () => {
    const { address } = await start();
    expect(await open(address, '/docs', 'Filter binary images')).toEqual([]);
  });

  it.skipIf(webPages() === undefined)('the web UI shows, from this address alone', async () => {
    const { address } = await start();
    expect(await open(address, '/', 'Onebit')).toEqual([]);
  });
});
