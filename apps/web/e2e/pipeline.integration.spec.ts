import { readFileSync } from 'node:fs';
import type { BitImage } from '@onebit/image';
import { encodeBitImage } from '@onebit/image/node';
import { diskorect, LearnedFilter, pairsOf, sequence } from '@onebit/morphology';
import { chromium, type Browser, type BrowserContext } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumFlags, findChromium } from '../../../tools/setup/chromium.mjs';
import { runSuite, type RunningSuite } from './suite.fixture.ts';
import { Visit } from './visit.fixture.ts';

const executablePath = findChromium();
if (!executablePath) {
  console.warn('No Chromium found (set CHROMIUM_PATH): the pipeline is not tested in a browser.');
}

const light = { foreground: 'light' } as const;
const picture = diskorect(1, 21)[0]!;

describe.skipIf(!executablePath)('the pipeline and its teacher in Chromium', () => {
  let suite: RunningSuite;
  let browser: Browser;
  let context: BrowserContext;
  let visit: Visit;

  beforeAll(async () => {
    suite = await runSuite();
    browser = await chromium.launch({ executablePath: executablePath!, args: chromiumFlags });
  });
  afterAll(async () => {
    await browser?.close();
    await suite?.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext({ acceptDownloads: true });
    visit = await Visit.start(context, suite.address);
  });
  afterEach(async () => {
    await context.close();
    expect(visit.complaints).toEqual([]);
  });

  const text = () => visit.sequence.inputValue();
  const card = (name: RegExp) => visit.page.getByRole('button', { name });

  async function show(image: BitImage): Promise<void> {
    const bytes = await encodeBitImage(image, 'png', light);
    await visit.andWait(() => visit.drop({ name: 'shapes.png', type: 'image/png', bytes }));
    await visit.andWait(() => visit.page.getByText('Light', { exact: true }).click());
  }

  it('is built by keys: moved, switched off, removed, added, undone, shared', async () => {
    const { page } = visit;
    await show(picture);
    await visit.andWait(() => visit.sequence.fill('open:disk1 + dilate:hline3 + fill-holes'));
    await card(/^Step 3, fill-holes/).focus();
    await visit.andWait(() => page.keyboard.press('Alt+ArrowLeft'));
    expect(await text()).toBe('open:disk1 + fill-holes + dilate:hline3');
    await visit.andWait(() => page.keyboard.press('Alt+ArrowLeft'));
    expect(await text()).toBe('fill-holes + open:disk1 + dilate:hline3');
    await visit.andWait(() => card(/^Switch step 2/).click());
    expect(await text()).toBe('fill-holes + ~open:disk1 + dilate:hline3');
    const off = sequence('fill-holes + dilate:hline3').apply(picture);
    expect(await visit.counts()).toEqual([picture.count(), off.count()]);

    const shared = page.url();
    const other = await browser.newContext();
    const restored = await Visit.start(other, shared);
    expect(await restored.sequence.inputValue()).toBe('fill-holes + ~open:disk1 + dilate:hline3');
    await restored.page.getByRole('button', { name: /^Switched off: open:disk1/ }).waitFor();
    expect(restored.complaints).toEqual([]);
    await other.close();

    await visit.andWait(() =>
      page.getByRole('combobox', { name: 'Add a step' }).selectOption('skeletonize'),
    );
    expect(await text()).toBe('fill-holes + ~open:disk1 + dilate:hline3 + skeletonize');
    await card(/^Step 1, fill-holes/).focus();
    await visit.andWait(() => page.keyboard.press('Delete'));
    expect(await text()).toBe('~open:disk1 + dilate:hline3 + skeletonize');
    await visit.andWait(() => page.keyboard.press('Control+z'));
    await visit.andWait(() => page.keyboard.press('Control+z'));
    expect(await text()).toBe('fill-holes + ~open:disk1 + dilate:hline3');
    await visit.andWait(() => page.getByRole('button', { name: 'Redo' }).click());
    expect(await text()).toBe('fill-holes + ~open:disk1 + dilate:hline3 + skeletonize');
  });

  it('is built by drag, and each card shows the image after its step', async () => {
    const { page } = visit;
    await visit.andWait(() => visit.sequence.fill('open:disk1 + dilate:hline9 + erode:vline9'));
    await visit.andWait(() =>
      card(/^Step 3, erode/).dragTo(card(/^Step 1, open/), { targetPosition: { x: 6, y: 20 } }),
    );
    expect(await text()).toBe('erode:vline9 + open:disk1 + dilate:hline9');
    const drawn = page.getByRole('list', { name: 'Steps of the pipeline' }).locator('canvas');
    expect(await drawn.count()).toBe(4);
    const pictures = await drawn.evaluateAll((canvases) =>
      canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
    );
    expect(new Set(pictures).size).toBeGreaterThan(2);
    await visit.andWait(() => card(/^Step 1, erode/).click());
    expect(await card(/^Step 1, erode/).getAttribute('aria-pressed')).toBe('true');
    const after = await drawn.evaluateAll((canvases) =>
      canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
    );
    expect(after).toEqual(pictures);
  });

  it.each(['This browser', 'The service'])('runs the document cleaner: %s', async (place) => {
    const url = new URL('../../../models/document-cleaning/filter.safetensors', import.meta.url);
    const cleaner = LearnedFilter.fromModel(readFileSync(url));
    await show(picture);
    if (place === 'The service') {
      await visit.andWait(() => visit.page.getByText(place, { exact: true }).click());
    }
    await visit.andWait(() =>
      visit.page.getByRole('button', { name: 'Clean a page, learned' }).click(),
    );
    expect(await visit.counts()).toEqual([picture.count(), cleaner.apply(picture).count()]);
  });

  it('is taught by files: found, used, downloaded, loaded again, shared, sent to the service', async () => {
    const { page } = visit;
    await show(picture);
    const files = [];
    for (const [at, { before, after }] of pairsOf(
      sequence('median:3'),
      diskorect(6, 3),
    ).entries()) {
      for (const [side, image] of [
        ['before', before],
        ['after', after],
      ] as const) {
        const buffer = Buffer.from(await encodeBitImage(image, 'png', light));
        files.push({ name: `${at}-${side}.png`, mimeType: 'image/png', buffer });
      }
    }
    await page.getByLabel('Before and after pictures').setInputFiles(files);
    await page.getByText('3 × 3', { exact: true }).click();
    await page.getByText('1 KB table', { exact: true }).click();
    await page.getByRole('button', { name: 'Learn from 6 pairs' }).click();
    await page.getByText('Found').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Model file' }).click(),
    ]);
    const file = readFileSync(await download.path());
    const filter = LearnedFilter.fromModel(file);
    await visit.andWait(() => page.getByRole('button', { name: 'Use it' }).click());
    expect(await text()).toBe('learned:taught');
    const counts = [picture.count(), filter.apply(picture).count()];
    expect(await visit.counts()).toEqual(counts);

    // The filter is part of the address.
    const other = await browser.newContext();
    const restored = await Visit.start(other, page.url());
    expect(await restored.sequence.inputValue()).toBe('learned:taught');
    expect(restored.complaints).toEqual([]);
    await other.close();

    await visit.andWait(() => page.getByText('The service', { exact: true }).click());
    expect(await visit.counts()).toEqual(counts);
    expect(visit.requests).toContain('POST /v1/models');

    await visit.andWait(() =>
      page.getByLabel('Model file', { exact: true }).setInputFiles({
        name: 'Median of 3.safetensors',
        mimeType: 'application/octet-stream',
        buffer: file,
      }),
    );
    expect(await text()).toBe('learned:median-of-3');
    expect(await visit.counts()).toEqual(counts);
  });

  it('is taught by drawing: an operation comes back as a readable sequence', async () => {
    const { page } = visit;
    await page.getByRole('button', { name: 'Draw a pair' }).click();
    const before = page.getByRole('application', { name: /^Before, pair 1/ });
    const after = page.getByRole('application', { name: /^After, pair 1/ });
    const box = (await before.boundingBox())!;
    const at = (cell: number) => ({
      x: ((cell + 0.5) * box.width) / 32,
      y: (10.5 * box.height) / 32,
    });
    await before.click({ position: at(8) });
    await before.click({ position: at(20) });
    await page.getByRole('button', { name: 'Copy before to after in pair 1' }).click();
    for (const cell of [7, 9, 19, 21]) await after.click({ position: at(cell) });
    expect(await before.getAttribute('aria-label')).toContain('2 set');
    expect(await after.getAttribute('aria-label')).toContain('6 set');
    await page.getByText('3 × 3', { exact: true }).click();
    await page.getByRole('button', { name: 'Learn from 1 pair' }).click();
    await page.getByText('Exact: no error').waitFor();
    await page.getByText('Learned: the same').waitFor();
    await visit.andWait(() => page.getByRole('button', { name: 'Use it' }).click());
    expect(await text()).toBe('dilate:hline3');

    await after.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    expect(await after.getAttribute('aria-label')).toContain('7 set');
    expect(await page.getByText('Exact: no error').count()).toBe(0);
  });

  it('stops learning at once', async () => {
    const { page } = visit;
    await page.getByRole('button', { name: 'Try it on 12 pairs' }).click();
    await page.getByText('9 × 9', { exact: true }).click();
    await page.getByRole('button', { name: /^Learn from/ }).click();
    await page.getByText(/^Trying/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: /^Learn from 12/ }).waitFor();
    expect(await page.getByText(/^Trying/).count()).toBe(0);
  });

  it('says why a model file or a picture cannot be used', async () => {
    const { page } = visit;
    const bytes = new TextEncoder().encode('this is no model and no picture');
    await visit.drop({ name: 'x.safetensors', type: 'application/octet-stream', bytes });
    await page.getByRole('alert').getByText('Received').waitFor();
    await page.getByLabel('Before and after pictures').setInputFiles({
      name: 'lonely-before.png',
      mimeType: 'image/png',
      buffer: Buffer.from(bytes),
    });
    await page.getByText('No partner was found for lonely-before.png').waitFor();
  });
});
