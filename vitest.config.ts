import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumFlags, findChromium } from './tools/setup/chromium.mjs';

const source = { conditions: ['@onebit/source'] };
/** The optional `natural` is tested where it is installed among the peers. */
const natural = fileURLToPath(
  new URL('tools/benchmarks/peers/node_modules/natural', import.meta.url),
);
const sourceAndNatural = { ...source, ...(existsSync(natural) && { alias: { natural } }) };
const rooms = '{apps,libs,tools}';
const chromium = findChromium();
if (!chromium) {
  console.warn('No Chromium found (set CHROMIUM_PATH): the browser project is skipped.');
}

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        resolve: sourceAndNatural,
        ssr: { resolve: source },
        test: {
          name: 'unit',
          testTimeout: 60_000, // plain definitions are slow on the largest random pictures
          include: [`${rooms}/**/*.spec.ts`, `${rooms}/**/*.spec.tsx`],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.integration.spec.ts'],
        },
      },
      {
        resolve: source,
        ssr: { resolve: source },
        test: {
          name: 'integration',
          include: [`${rooms}/**/*.integration.spec.ts`],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      ...(chromium
        ? [
            {
              resolve: source,
              test: {
                name: 'browser',
                testTimeout: 60_000,
                include: [`${rooms}/**/*.browser.ts`],
                exclude: ['**/node_modules/**', '**/dist/**'],
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({
                    launchOptions: { executablePath: chromium, args: chromiumFlags },
                  }),
                  instances: [{ browser: 'chromium' as const }],
                },
              },
            },
          ]
        : []),
    ],
  },
});
