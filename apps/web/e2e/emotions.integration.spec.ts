import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { EmotionClassifier, type EmotionResult } from '@onebit/emotion-classification';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumFlags, findChromium } from '../../../tools/setup/chromium.mjs';
import { runSuite, type RunningSuite } from './suite.fixture.ts';
import { watchPage, type WatchedPage } from './watched-page.fixture.ts';

const executablePath = findChromium();
if (!executablePath) {
  console.warn('No Chromium found (set CHROMIUM_PATH): the web UI is not tested in a browser.');
}

const smallModel = new URL(
  '../../../models/emotion-goemotions-small/model.safetensors',
  import.meta.url,
);

describe.skipIf(!executablePath)('emotions in Chromium', () => {
  let suite: RunningSuite;
  let browser: Browser;
  let classifier: EmotionClassifier;
  let context: BrowserContext;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    classifier = await EmotionClassifier.load();
    suite = await runSuite();
    browser = await chromium.launch({ executablePath: executablePath!, args: chromiumFlags });
  });

  afterAll(async () => {
    classifier?.dispose();
    await browser?.close();
    await suite?.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ acceptDownloads: true });
    watched = await watchPage(context);
    page = watched.page;
    await page.goto(`${suite.address}/#/emotion-classification`);
  });

  afterEach(async () => {
    await context.close();
    expect(watched.complaints).toEqual([]);
  });

  const field = () => page.getByRole('textbox', { name: 'Text' });
  const told = () => page.getByRole('status', { name: 'Told' });
  const sent = () => watched.requests.filter((request) => request.startsWith('POST'));

  /** The bars as a screen reader is told them. */
  const bar = (name: string, on = page) =>
    on.getByRole('button', { name: new RegExp(`^${name}: \\d+ percent`) });

  /** Waits until the bars show a result of the library's. */
  async function shows({ scores, labels }: EmotionResult): Promise<void> {
    for (const [label, score] of Object.entries(scores)) {
      const words = `${label}: ${Math.round(100 * score)} percent`;
      const name = labels.includes(label) ? `${words}, told` : words;
      await page.getByRole('button', { name, exact: true }).waitFor();
    }
  }

  it('moves the bars while a text is typed, and sends nothing', async () => {
    await field().fill('');
    await told().getByText('No text yet.').waitFor();
    const text = 'I love you, but I am afraid';
    for (const part of [text.slice(0, 10), text.slice(10)]) await page.keyboard.type(part);
    await shows(await classifier.classify(text));
    await bar('fear').click();
    await page.getByRole('heading', { name: 'What spoke for fear' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'afraid' }).waitFor();
    expect(sent()).toEqual([]);
  });

  it('says so where nothing is known', async () => {
    await field().fill('🂡🂢');
    await told().getByText('Nothing known').waitFor();
  });

  it('gives the same through the service', async () => {
    await page.getByText('The service', { exact: true }).click();
    const text = 'What a surprise, 1 + 1 = 3?';
    await field().fill(text);
    await shows(await classifier.classify(text));
    expect(sent().length).toBeGreaterThan(0);
    expect(new Set(sent())).toEqual(new Set(['POST /v1/emotion-classification']));
  });

  it('takes the other model', async () => {
    using small = await EmotionClassifier.load(await readFile(fileURLToPath(smallModel)));
    await page.getByRole('combobox', { name: 'Model' }).selectOption('emotion-goemotions-small');
    const text = 'thank you so much';
    await field().fill(text);
    await shows(await small.classify(text));
  });

  it('moves thresholds by keys, takes them back, and shares them', async () => {
    const text = 'Thank you + the others';
    await field().fill(text);
    await told().getByText('gratitude').waitFor();
    const tick = page.getByRole('slider', { name: 'Threshold of gratitude' });
    await tick.press('End');
    await told().getByText('gratitude').waitFor({ state: 'detached' });
    await page.getByText('Ekman groups').click();
    await page.getByRole('slider', { name: 'Threshold of anger' }).press('Home');
    await told().getByText('anger').waitFor();
    await bar('anger').click();
    await page.waitForURL(/group-thresholds=anger:0$/);

    const other = await browser.newContext();
    const restored = await watchPage(other);
    await restored.page.goto(page.url());
    await restored.page.getByRole('status', { name: 'Told' }).getByText('anger').waitFor();
    expect(await restored.page.getByRole('textbox', { name: 'Text' }).inputValue()).toBe(text);
    expect(await bar('anger', restored.page).getAttribute('aria-pressed')).toBe('true');
    await restored.page.getByText('All labels').click();
    const there = restored.page.getByRole('slider', { name: 'Threshold of gratitude' });
    expect(await there.inputValue()).toBe('1');
    await restored.page.getByRole('button', { name: 'Reset thresholds' }).click();
    await restored.page.getByRole('status', { name: 'Told' }).getByText('gratitude').waitFor();
    expect(restored.complaints).toEqual([]);
    await other.close();
  });

  it('refuses a text that is too long, and goes on', async () => {
    await field().fill('x'.repeat(20_001));
    await page.getByRole('alert').getByText('at most 20000 characters').waitFor();
    await field().fill('thank you');
    await told().getByText('gratitude').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  const picker = () => page.getByLabel('File of texts', { exact: true });
  const hand = (name: string, content: string) =>
    picker().setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });

  /** Drops a file that the page makes itself: one line, many times. */
  async function dropLarge(name: string, line: string, times: number): Promise<void> {
    const dataTransfer = await page.evaluateHandle(
      (file) => {
        const handed = new DataTransfer();
        handed.items.add(new File([file.line.repeat(file.times)], file.name));
        return handed;
      },
      { name, line, times },
    );
    // The page listens once it has been drawn.
    await field().waitFor();
    await page.dispatchEvent('body', 'drop', { dataTransfer });
  }

  it.each(['This browser', 'The service'])('classifies a file: %s', async (place) => {
    await page.getByText(place, { exact: true }).click();
    const texts = Array.from(
      { length: 600 },
      (_, at) => `I ${['love', 'hate', 'fear'][at % 3]} it, "${at}"`,
    );
    const csv = texts.map((text, at) => `${at};"${text.replaceAll('"', '""')}"\r\n`);
    await hand('survey.csv', `id;answer\r\n${csv.join('')}`);
    await page.getByRole('button', { name: 'Classify', exact: true }).click();
    await page.getByText('600 rows', { exact: true }).waitFor();
    await page
      .getByRole('row')
      .filter({ hasText: 'I love it, "0"' })
      .getByText(/^love \d/)
      .waitFor();
    await page.getByRole('button', { name: 'Next rows' }).click();
    await page.getByText('26–50 of 600').waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'JSONL' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('survey-emotions.jsonl');
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    const results = await classifier.classify(texts);
    lines.forEach((line, at) => {
      expect(JSON.parse(line)).toMatchObject({
        row: at + 1,
        text: texts[at],
        source: { id: String(at), answer: texts[at] },
        labels: results[at]!.labels,
        groups: results[at]!.groups,
      });
    });
    expect(lines).toHaveLength(600);
    expect(sent().length > 0).toBe(place === 'The service');
  });

  it('cancels a large file and keeps the rows it has', async () => {
    await dropLarge('large.txt', 'I am so happy about this, thank you all\n', 1_000_000);
    await page.getByRole('button', { name: 'Classify', exact: true }).click();
    // Some rows have to be there before what is kept of them can be looked at.
    await page.getByText(/^[1-9]\S* rows so far/).waitFor();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByText(/^Cancelled after/).waitFor();
    await page
      .getByRole('row', { name: /gratitude/ })
      .first()
      .waitFor();
  });

  it('says why a file cannot be read', async () => {
    await hand('quote.csv', 'text\n"never closed\n');
    await page.getByRole('button', { name: 'Classify', exact: true }).click();
    await page.getByRole('alert').getByText('A quote is never closed').waitFor();
  });
});
