import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readFlac, readWav, type Sound, writeWav } from '@onebit/audio';
import { SpeechSeparator, type SeparateOptions } from '@onebit/speech-separation';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumFlags, findChromium } from '../../../tools/setup/chromium.mjs';
import { runSuite, type RunningSuite } from './suite.fixture.ts';
import { watchPage, type WatchedPage } from './watched-page.fixture.ts';

const executablePath = findChromium();
if (!executablePath) {
  console.warn('No Chromium found (set CHROMIUM_PATH): the web UI is not tested in a browser.');
}

const sample = (name: string): Sound =>
  readFlac(
    readFileSync(new URL(import.meta.resolve(`@onebit/speech-separation/samples/${name}.flac`))),
  );

/** The same seconds again and again. */
function repeated({ sampleRate, channels }: Sound, times: number): Sound {
  const [one] = channels;
  const all = new Float32Array(one!.length * times);
  for (let at = 0; at < all.length; at += one!.length) all.set(one!, at);
  return { sampleRate, channels: [all] };
}

describe.skipIf(!executablePath)('speech separation in Chromium', () => {
  let suite: RunningSuite;
  let browser: Browser;
  let separator: SpeechSeparator;
  let context: BrowserContext;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    separator = await SpeechSeparator.load();
    suite = await runSuite();
    browser = await chromium.launch({
      executablePath: executablePath!,
      // A microphone that hums and beeps; whether the page may use it each test decides.
      args: [...chromiumFlags, '--use-fake-device-for-media-stream'],
    });
  });

  afterAll(async () => {
    separator?.dispose();
    await browser?.close();
    await suite?.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ acceptDownloads: true });
    watched = await watchPage(context);
    page = watched.page;
    await page.goto(`${suite.address}/#/speech-separation`);
    await settled();
  });

  afterEach(async () => {
    await context.close();
    expect(watched.complaints).toEqual([]);
  });

  const wav = (talker: 1 | 2, on = page) =>
    on.getByRole('link', { name: `Download talker ${talker} as WAV` });

  /** Waits for a result that belongs to what is set now. */
  async function settled(on = page): Promise<void> {
    await on.locator('[aria-busy=false]').waitFor();
    await wav(2, on).waitFor();
  }

  /** Does something that makes another result, and waits for it. */
  async function andWait(act: () => Promise<unknown>): Promise<void> {
    // Every result is a new file with a new address.
    const before = await wav(1).getAttribute('href');
    await act();
    await page.waitForFunction((address) => {
      const link = document.querySelector('a[download$="-talker-1.wav"]');
      return link !== null && link.getAttribute('href') !== address;
    }, before);
    await settled();
  }

  async function open(sound: Sound, name: string): Promise<void> {
    const buffer = Buffer.from(writeWav(sound));
    await page.getByLabel('Sound file').setInputFiles({ name, mimeType: 'audio/wav', buffer });
  }

  async function download(talker: 1 | 2): Promise<{ name: string; samples: Float32Array }> {
    const [downloaded] = await Promise.all([page.waitForEvent('download'), wav(talker).click()]);
    const bytes = await readFile(await downloaded.path());
    return { name: downloaded.suggestedFilename(), samples: readWav(bytes).channels[0]! };
  }

  /** Compares what the page gives with what the library gives, to half a step of 16 bits. */
  async function expectLibrary(sound: Sound, name: string, options: SeparateOptions = {}) {
    const { talkers } = await separator.separate(sound, options);
    for (const talker of [1, 2] as const) {
      const received = await download(talker);
      expect(received.name).toBe(`${name}-talker-${talker}.wav`);
      const expected = talkers[talker - 1]!.channels[0]!;
      expect(received.samples).toHaveLength(expected.length);
      const furthest = expected.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - received.samples[at]!)),
        0,
      );
      expect(furthest).toBeLessThan(0.6 / 32_768);
    }
  }

  const posts = () => watched.requests.filter((request) => request.startsWith('POST'));

  it.each(['This browser', 'The service'])(
    'gives the samples of the library: %s',
    async (place) => {
      if (place === 'The service') {
        await andWait(() => page.getByText(place, { exact: true }).click());
      }
      await expectLibrary(sample('woman-and-man'), 'woman-and-man');
      await andWait(() => page.getByText('Binary', { exact: true }).click());
      await expectLibrary(sample('woman-and-man'), 'woman-and-man', { mask: 'binary' });
      await andWait(() => page.getByRole('button', { name: 'Two men' }).click());
      await expectLibrary(sample('two-men'), 'two-men', { mask: 'binary' });
      expect(posts().length).toBe(place === 'The service' ? 3 : 0);
    },
  );

  it('takes a dropped file and says what was done to it', async () => {
    const [samples] = sample('two-men').channels;
    const sound = { sampleRate: 11_025, channels: [samples!, samples!] };
    const dataTransfer = await page.evaluateHandle(
      (text) => {
        const handed = new DataTransfer();
        const bytes = Uint8Array.from(text, (one) => one.charCodeAt(0));
        handed.items.add(new File([bytes], 'talk.wav', { type: 'audio/wav' }));
        return handed;
      },
      Buffer.from(writeWav(sound)).toString('latin1'),
    );
    await andWait(async () => {
      await page.dispatchEvent('body', 'dragenter', { dataTransfer });
      await page.dispatchEvent('body', 'drop', { dataTransfer });
    });
    await page.getByText(/2 channels were mixed down to one.*11025 Hz became 8000 Hz/).waitFor();
    expect((await download(2)).name).toBe('talk-talker-2.wav');
  });

  it.each(['This browser', 'The service'])('shows why a file is no sound: %s', async (place) => {
    await page.getByText(place, { exact: true }).click();
    const buffer = Buffer.from('RIFF0000WAVEand then just some text');
    await page
      .getByLabel('Sound file')
      .setInputFiles({ name: 'letter.wav', mimeType: 'audio/wav', buffer });
    const alert = page.getByRole('alert');
    await alert.getByText('Received').waitFor();
    await page.getByRole('button', { name: 'Two men' }).click();
    await settled();
    expect(await alert.count()).toBe(0);
    // Chromium itself notes every answer above 399 in its console.
    for (const complaint of watched.complaints.splice(0)) {
      expect([place, complaint]).toEqual([
        'The service',
        expect.stringContaining('Failed to load'),
      ]);
    }
  });

  it('keeps its settings in the address, which restores them', async () => {
    await andWait(() => page.getByRole('button', { name: 'Two men' }).click());
    await andWait(() => page.getByText('Binary', { exact: true }).click());
    await andWait(() => page.getByLabel('Leave out what is less sure than').fill('80'));
    await page.getByText('Waveform', { exact: true }).click();
    expect(page.url()).toMatch(
      /#\/speech-separation\?sample=two-men&mask=binary&confidence=0\.8&view=waveform$/,
    );
    await expectLibrary(sample('two-men'), 'two-men', { mask: 'binary', confidence: 0.8 });

    const other = await context.newPage();
    await other.goto(page.url());
    await settled(other);
    expect(await other.getByRole('radio', { name: 'Binary' }).isChecked()).toBe(true);
    expect(await other.getByRole('radio', { name: 'Waveform' }).isChecked()).toBe(true);
    expect(await other.getByLabel('Leave out what is less sure than').inputValue()).toBe('80');
    const chosen = other.getByRole('button', { name: 'Two men' });
    expect(await chosen.getAttribute('aria-pressed')).toBe('true');
  });

  it('plays, changes between the talkers while it does, and ends', async () => {
    const place = page.getByRole('slider', { name: 'Place in the recording' });
    await page.getByRole('button', { name: 'Play' }).press('Enter');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await expect.poll(async () => Number(await place.inputValue())).toBeGreaterThan(0.3);
    await page.getByRole('radio', { name: 'Mixture' }).focus();
    await page.keyboard.press('ArrowRight');
    const lane = page.getByRole('button', { name: 'Talker 1' });
    expect(await lane.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Talker 2' }).click();
    expect(await page.getByRole('radio', { name: 'Talker 2' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Play' }).waitFor();
    expect(Number(await place.inputValue())).toBe(3);

    await place.press('Home');
    expect(await place.getAttribute('aria-valuetext')).toBe('0:00.0 of 0:03.0');
    await page.getByRole('img', { name: /^Mixture, spectrogram/ }).click();
    expect(Number(await place.inputValue())).toBeCloseTo(1.5, 1);
  });

  it.each(['This browser', 'The service'])(
    'tells how far it is, stops at once and goes on afterwards: %s',
    async (runner) => {
      if (runner === 'The service') {
        await andWait(() => page.getByText(runner, { exact: true }).click());
      }
      await open(repeated(sample('woman-and-man'), 150), 'long.wav');
      await page.getByText(/^Separating \d+ %, .* left$/).waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('Cancelled.').waitFor();
      if (runner === 'The service') {
        const running = async () => {
          const metrics = await (await fetch(`${suite.address}/metrics`)).text();
          return Number(/onebit_tasks{lane="large",state="running"} (\d+)/.exec(metrics)![1]);
        };
        await expect.poll(running).toBe(0);
      }
      await page.getByRole('button', { name: 'A woman and a man' }).click();
      await settled();
      await expectLibrary(sample('woman-and-man'), 'woman-and-man');
    },
  );

  it('records from the microphone', async () => {
    await context.grantPermissions(['microphone']);
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByText(/^Recording 0:0[1-9]/).waitFor();
    await andWait(() => page.getByRole('button', { name: 'Stop' }).click());
    const { name, samples } = await download(1);
    expect(name).toBe('recording-talker-1.wav');
    expect(samples.length).toBeGreaterThan(0.8 * 8000);
    expect(posts()).toEqual([]);
  });

  it('says so where the microphone is refused', async () => {
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('alert').getByText('The microphone may not be used').waitFor();
    expect(await page.getByRole('button', { name: 'Record', exact: true }).isEnabled()).toBe(true);
  });
});
