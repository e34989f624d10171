import { BitImage, writeNetpbm } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import { sequence, type Border } from '@onebit/morphology';
import { chromium, type Browser, type BrowserContext } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumFlags, findChromium } from '../../../tools/setup/chromium.mjs';
import { runSuite, type RunningSuite } from './suite.fixture.ts';
import { Visit, type HandedFile } from './visit.fixture.ts';

const executablePath = findChromium();
if (!executablePath) {
  console.warn('No Chromium found (set CHROMIUM_PATH): the web UI is not tested in a browser.');
}

/** An uneven image whose width fills no word, with foreground at its edges. */
function drawnImage(width: number, height: number): BitImage {
  const bytes = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return Math.sin(x / 7) + Math.cos(y / 5) + Math.sin((x * y) / 91) > 0.9 ? 1 : 0;
  });
  return BitImage.fromBytes(width, height, bytes);
}

describe.skipIf(!executablePath)('morphological filtering in Chromium', () => {
  let suite: RunningSuite;
  let browser: Browser;
  let context: BrowserContext;
  let visit: Visit;
  const source = drawnImage(203, 131);
  let file: HandedFile;

  beforeAll(async () => {
    suite = await runSuite();
    browser = await chromium.launch({ executablePath: executablePath!, args: chromiumFlags });
    const bytes = await encodeBitImage(source, 'png', { foreground: 'light' });
    file = { name: 'waves.png', type: 'image/png', bytes };
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

  const text = 'open:disk2 + close:rect5x3 + internal-gradient:101/111/010@0,1';
  const borders: readonly Border[] = ['ignore', 'foreground', 'leptonica'];

  it.each(['This browser', 'The service'])('gives the bits of the library: %s', async (place) => {
    await visit.andWait(() => visit.drop(file));
    await visit.andWait(() => visit.sequence.fill(text));
    if (place === 'The service') {
      await visit.andWait(() => visit.page.getByText(place, { exact: true }).click());
    }
    for (const border of borders) {
      const expected = sequence(text).apply(source, { border });
      if (border !== 'ignore') {
        await visit.andWait(() => visit.page.getByLabel('Border rule').selectOption(border));
      }
      expect(await visit.counts()).toEqual([source.count(), expected.count()]);
      for (const form of ['PNG', 'PBM'] as const) {
        const { name, bytes } = await visit.download(form);
        expect(name).toBe(`waves-filtered.${form.toLowerCase()}`);
        const { image } = await readBitImage(bytes, { foreground: 'light' });
        expect(image.equals(expected)).toBe(true);
      }
    }
    const sent = visit.requests.filter((request) => request.startsWith('POST'));
    expect(sent.length).toBe(place === 'The service' ? borders.length : 0);
  });

  it('takes a pasted image, and one from the file dialogue', async () => {
    await visit.andWait(() => visit.sequence.fill('dilate:square3'));
    const counts = [source.count(), sequence('dilate:square3').apply(source).count()];
    await visit.andWait(() => visit.paste(file));
    expect(await visit.counts()).toEqual(counts);
    await visit.andWait(() => visit.page.getByRole('button', { name: 'Cells' }).click());
    await visit.andWait(() => visit.sequence.fill('dilate:square3'));
    await visit.andWait(() => {
      const [name, mimeType, buffer] = [file.name, file.type, Buffer.from(file.bytes)];
      return visit.page.getByLabel('Image file').setInputFiles({ name, mimeType, buffer });
    });
    expect(await visit.counts()).toEqual(counts);
  });

  it('points at the fault in a sequence and keeps the last picture', async () => {
    const before = await visit.counts();
    await visit.sequence.fill('open:disk1 + opn:disk2');
    await visit.page.getByText('Character 14: expected an operation').waitFor();
    expect(await visit.sequence.getAttribute('aria-invalid')).toBe('true');
    await visit.page.getByText('Did you mean').waitFor();
    await visit.sequence.fill('close:square2 + open:disk1');
    await visit.page.getByText('Character 14').waitFor({ state: 'detached' });
    expect(await visit.sequence.getAttribute('aria-invalid')).toBe('false');
    expect(await visit.counts()).toEqual(before);
  });

  it('shows why an image cannot be read', async () => {
    const bytes = new TextEncoder().encode('this is no image');
    await visit.drop({ name: 'letter.png', type: 'image/png', bytes });
    const alert = visit.page.getByRole('alert');
    await alert.getByText('Expected').waitFor();
    await alert.getByText('Received').waitFor();
    await visit.andWait(() => visit.page.getByRole('button', { name: 'Barcode' }).click());
    expect(await alert.count()).toBe(0);
  });

  it('shows what the service refuses, in the service’s words', async () => {
    const bytes = new TextEncoder().encode('this is no image');
    await visit.page.getByText('The service', { exact: true }).click();
    await visit.settled();
    await visit.drop({ name: 'letter.png', type: 'image/png', bytes });
    const alert = visit.page.getByRole('alert');
    await alert.getByText('Received').waitFor();
    const refused = visit.requests.filter((request) => request.startsWith('POST'));
    expect(refused.length).toBeGreaterThan(0);
    // Chromium itself notes every answer above 399 in its console.
    visit.complaints.splice(0).forEach((complaint) => {
      expect(complaint).toContain('Failed to load resource');
    });
  });

  it('reads through the service what browsers cannot: TIFF', async () => {
    await visit.page.getByText('The service', { exact: true }).click();
    await visit.settled();
    await visit.andWait(() => visit.sequence.fill('erode:disk1'));
    const bytes = await encodeBitImage(source, 'tiff', { foreground: 'light' });
    await visit.andWait(() => visit.drop({ name: 'waves.tif', type: 'image/tiff', bytes }));
    const expected = sequence('erode:disk1').apply(source);
    expect(await visit.counts()).toEqual([source.count(), expected.count()]);
  });

  it('restores everything from a shared address', async () => {
    const { page } = visit;
    await visit.andWait(() => page.getByRole('button', { name: 'Circuit board' }).click());
    await visit.andWait(() => visit.sequence.fill('dilate:disk2 + erode:disk3'));
    await visit.andWait(() => page.getByLabel('Border rule').selectOption('background'));
    await visit.andWait(() => page.getByText('Dark', { exact: true }).click());
    await page.getByText('Difference', { exact: true }).click();
    await visit.andWait(() => page.getByRole('button', { name: /^Step 1/ }).click());
    const counts = await visit.counts();

    const other = await browser.newContext();
    const restored = await Visit.start(other, page.url());
    expect(await restored.sequence.inputValue()).toBe('dilate:disk2 + erode:disk3');
    expect(await restored.page.getByLabel('Border rule').inputValue()).toBe('background');
    expect(await restored.page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true);
    expect(await restored.page.getByRole('radio', { name: 'Difference' }).isChecked()).toBe(true);
    const step = restored.page.getByRole('button', { name: /^Step 1/ });
    expect(await step.getAttribute('aria-pressed')).toBe('true');
    expect(await restored.counts()).toEqual(counts);
    expect(restored.complaints).toEqual([]);
    await other.close();
  });

  it('is written, undone and redone by keys alone', async () => {
    const { page } = visit;
    const first = await visit.sequence.inputValue();
    await visit.andWait(async () => {
      await visit.sequence.focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('ope');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.keyboard.type('disk');
      await page.getByRole('option', { name: 'disk2' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    });
    expect(await visit.sequence.inputValue()).toBe('open:disk2');
    await visit.andWait(() => page.keyboard.press('Control+z'));
    expect(await visit.sequence.inputValue()).toBe(first);
    await visit.andWait(() => page.keyboard.press('Control+Shift+z'));
    expect(await visit.sequence.inputValue()).toBe('open:disk2');

    const line = page.getByRole('slider', { name: 'Line between before and after' });
    await line.focus();
    await page.keyboard.press('Home');
    expect(await line.getAttribute('aria-valuenow')).toBe('0');
  });

  it('stops long work at once and goes on afterwards', async () => {
    const { page } = visit;
    const steps = Array.from({ length: 60 }, (_, index) => `open:disk${67 + index}`);
    await visit.andWait(() => visit.sequence.fill('open:square3'));
    const bytes = writeNetpbm(drawnImage(2401, 1801));
    await visit.andWait(() =>
      visit.drop({ name: 'large.pbm', type: 'image/x-portable-bitmap', bytes }),
    );
    await visit.sequence.fill(steps.join(' + '));
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    await visit.andWait(() => page.getByRole('button', { name: 'Remove specks' }).click());
    expect(await page.getByText('Cancelled.').count()).toBe(0);
  });
});
