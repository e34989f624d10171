import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { chromiumFlags, findChromium } from '../../../tools/setup/chromium.mjs';
import { runSuite, type RunningSuite } from './suite.fixture.ts';
import { watchPage, type WatchedPage } from './watched-page.fixture.ts';

/** A visitor on the emotions page, a new one for each test. */
export class EmotionVisit {
  #suite: RunningSuite | undefined;
  #browser: Browser | undefined;
  #context: BrowserContext | undefined;
  #watched: WatchedPage | undefined;

  get page(): Page {
    return this.#watched!.page;
  }

  /** Console errors, uncaught errors and refusals, which a test may empty where it makes some. */
  get complaints(): string[] {
    return this.#watched!.complaints;
  }

  get field(): Locator {
    return this.page.getByRole('textbox', { name: 'Text' });
  }

  get told(): Locator {
    return this.page.getByRole('status', { name: 'Told' });
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  get results(): Locator {
    return this.page.getByRole('table');
  }

  get model(): Locator {
    return this.page.getByRole('combobox', { name: 'Model' });
  }

  get column(): Locator {
    return this.page.getByRole('combobox', { name: 'Texts stand in' });
  }

  /** Goes to the page, with parameters behind the task. */
  async go(parameters = ''): Promise<void> {
    await this.page.goto(`${this.#suite!.address}/#/emotion-classification${parameters}`);
    await this.field.waitFor();
  }

  async hand(name: string, content: string | Uint8Array): Promise<void> {
    const buffer = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    const picker = this.page.getByLabel('File of texts', { exact: true });
    await picker.setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  }

  async classify(): Promise<void> {
    await this.page.getByRole('button', { name: /^Classify( again)?$/ }).click();
  }

  async start(): Promise<void> {
    const executablePath = findChromium();
    this.#suite = await runSuite();
    this.#browser = await chromium.launch({
      executablePath: executablePath!,
      args: chromiumFlags,
    });
  }

  async open(): Promise<void> {
    this.#context = await this.#browser!.newContext({ acceptDownloads: true });
    this.#watched = await watchPage(this.#context);
  }

  async close(): Promise<void> {
    await this.#context?.close();
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.#suite?.stop();
  }
}

/** Tests on the emotions page of a suite of their own; each must end without a complaint. */
export function describeEmotions(name: string, tests: (visit: EmotionVisit) => void): void {
  describe.skipIf(!findChromium())(name, () => {
    const visit = new EmotionVisit();
    beforeAll(() => visit.start());
    beforeEach(() => visit.open());
    afterEach(async () => {
      await visit.close();
      expect(visit.complaints).toEqual([]);
    });
    afterAll(() => visit.stop());
    tests(visit);
  });
}
