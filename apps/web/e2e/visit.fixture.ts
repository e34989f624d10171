import { readFile } from 'node:fs/promises';
import type { BrowserContext, Download, Page } from 'playwright';
import { watchPage, type WatchedPage } from './watched-page.fixture.ts';

/** A file to hand to the page. */
export interface HandedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A visitor on the morphology page: does what people do, and remembers what went wrong. */
export class Visit {
  readonly page: Page;
  readonly complaints: string[];
  readonly requests: string[];

  private constructor({ page, complaints, requests }: WatchedPage) {
    this.page = page;
    this.complaints = complaints;
    this.requests = requests;
  }

  static async start(context: BrowserContext, address: string): Promise<Visit> {
    const watched = await watchPage(context);
    const visit = new Visit(watched);
    await visit.page.goto(address);
    await visit.settled();
    return visit;
  }

  /** Waits for a result that belongs to what is set now. */
  async settled(): Promise<void> {
    const picture = this.page.getByRole('group', { name: /^Picture/ });
    await picture.and(this.page.locator('[aria-busy=false]')).waitFor();
    await this.resultLink.waitFor();
  }

  /** Foreground pixels before and after, as a screen reader is told them. */
  async counts(): Promise<readonly [before: number, after: number]> {
    const picture = this.page.getByRole('img', { name: /foreground \d+ pixels before/ }).first();
    const label = (await picture.getAttribute('aria-label')) ?? '';
    const [, before, after] = /foreground (\d+) pixels before and (\d+) after/.exec(label) ?? [];
    return [Number(before), Number(after)];
  }

  get sequence() {
    return this.page.getByRole('combobox', { name: 'Sequence' });
  }

  /** Does something that starts a run, and waits for the run to end. */
  async andWait(act: () => Promise<unknown>): Promise<void> {
    // Every result is a new file with a new address.
    const before = await this.resultLink.getAttribute('href');
    await act();
    await this.page.waitForFunction(
      (address) => document.querySelector('a[download$=".png"]')?.getAttribute('href') !== address,
      before,
    );
    await this.settled();
  }

  async drop(file: HandedFile): Promise<void> {
    const dataTransfer = await this.transfer(file);
    await this.page.dispatchEvent('body', 'dragenter', { dataTransfer });
    await this.page.dispatchEvent('body', 'drop', { dataTransfer });
  }

  async paste(file: HandedFile): Promise<void> {
    const clipboardData = await this.transfer(file);
    await this.page.evaluate((data) => {
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
      document.body.dispatchEvent(event);
    }, clipboardData);
  }

  private transfer({ name, type, bytes }: HandedFile) {
    return this.page.evaluateHandle(
      ({ name, type, text }) => {
        const handed = new DataTransfer();
        handed.items.add(
          new File([Uint8Array.from(text, (one) => one.charCodeAt(0))], name, { type }),
        );
        return handed;
      },
      { name, type, text: Buffer.from(bytes).toString('latin1') },
    );
  }

  async download(
    name: 'PNG' | 'PBM',
  ): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('link', { name, exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
  }

  private get resultLink() {
    return this.page.getByRole('link', { name: 'PNG', exact: true });
  }
}

async function bytesOf(download: Download): Promise<Uint8Array> {
  return new Uint8Array(await readFile(await download.path()));
}
