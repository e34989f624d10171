import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BitImage } from '@onebit/image';
import { encodeBitImage } from '@onebit/image/node';
import { LearnedFilter, SeededRandom } from '@onebit/morphology';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateDenoising } from './evaluate.ts';
import { soiled } from './noise.ts';
import { cleaningScores, distanceReciprocalDistortion } from './scores.ts';
import { halved } from './halved.ts';
import { developmentPages, learningPages, testPages } from './pages.ts';

const uniform = (seed: number): (() => number) => {
  const random = new SeededRandom(seed);
  return () => random.next();
};

/** A page of bars: a fifth is ink. */
function bars(width: number, height: number): BitImage {
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return x > 9 && x < width - 10 && y % 20 > 8 && y % 20 < 15 && x % 12 < 9 ? 1 : 0;
  });
  return BitImage.fromBytes(width, height, pixels);
}

describe('the noise law', () => {
  it('flips about 5 % and adds pieces and specks, the same for a seed', () => {
    const page = bars(300, 400);
    const noisy = soiled(page, uniform(1));
    expect(noisy.equals(soiled(page, uniform(1)))).toBe(true);
    const before = page.toBytes();
    const changed = noisy.toBytes().filter((bit, at) => bit !== before[at]).length;
    expect(changed / before.length).toBeGreaterThan(0.05);
    expect(changed / before.length).toBeLessThan(0.07);
  });
});

describe('scores of cleaning', () => {
  it('count pixels as defined', () => {
    const clean = BitImage.fromRows(['1100', '0000']);
    const result = BitImage.fromRows(['1010', '0000']);
    const { f, iou, psnr } = cleaningScores([result], [clean]);
    expect(f).toBeCloseTo(0.5);
    expect(iou).toBeCloseTo(1 / 3);
    expect(psnr).toBeCloseTo(10 * Math.log10(8 / 2));
  });

  it('a wrong pixel weighs by what surrounds it, over the mixed blocks', () => {
    const clean = BitImage.create(16, 8);
    clean.set(0, 0, 1);
    const result = clean.clone();
    result.set(11, 4, 1);
    // All 24 neighbours of the new pixel are paper: the weights add up to 1. One block is mixed.
    expect(distanceReciprocalDistortion(result, clean)).toBeCloseTo(1);
    const again = clean.clone();
    again.set(2, 0, 1);
    // Its window reaches beyond the page, and over the one pixel of ink.
    expect(distanceReciprocalDistortion(again, clean)).toBeLessThan(1);
    expect(distanceReciprocalDistortion(clean, clean)).toBe(0);
  });
});

describe('pages', () => {
  it('are learned from, chosen on or judged on, never two of these', () => {
    const all = [...learningPages, ...developmentPages, ...testPages];
    expect(new Set<string>(all).size).toBe(all.length);
    // It shows lines of a page that is learned from.
    expect(learningPages).toContain('lept_feyn_fract');
  });

  it('at half their resolution keep what covers half of a pixel', () => {
    const small = halved(BitImage.fromRows(['11010', '00000', '11111']));
    expect(small.toRows()).toEqual(['10']);
  });
});

describe('evaluating pairs of files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onebit-denoising-'));
    for (const [name, foreground] of [
      ['a', 'light'],
      ['b', 'dark'],
    ] as const) {
      const clean = bars(160, 120);
      const noisy = soiled(clean, uniform(7));
      const write = async (kind: string, image: BitImage): Promise<void> =>
        writeFile(
          join(folder, `${name}_${kind}.png`),
          await encodeBitImage(image, 'png', { foreground }),
        );
      await write('clean', clean);
      await write('noisy', noisy);
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('pools both polarities alike, and a learned filter raises the scores', async () => {
    const nothing = await evaluateDenoising(folder, { apply: (image) => image.clone() }, 'nothing');
    expect(nothing).toMatchObject({ pairs: 2, model: 'nothing' });
    expect(nothing.f).toBeLessThan(0.9);
    const after = bars(160, 160);
    const filter = await LearnedFilter.fit([{ before: soiled(after, uniform(3)), after }], {
      operators: ['open'],
      restarts: 1,
      window: 3,
      maxBytes: 100,
    });
    const seen: number[] = [];
    const learned = await evaluateDenoising(folder, filter, 'table', {
      onProgress: ({ done, pairs }) => seen.push(done / pairs),
    });
    expect(learned.f).toBeGreaterThan(nothing.f);
    expect(learned.drd).toBeLessThan(nothing.drd);
    expect(seen).toEqual([0.5, 1]);
  }, 30_000);

  it('refuses folders without whole pairs, and stops when asked to', async () => {
    const filter = { apply: (image: BitImage) => image.clone() };
    const code = 'evaluation-data-invalid';
    await expect(evaluateDenoising(join(folder, 'none'), filter, '')).rejects.toMatchObject({
      code,
    });
    await expect(evaluateDenoising(tmpdir(), filter, '')).rejects.toMatchObject({ code });
    const signal = AbortSignal.abort();
    await expect(evaluateDenoising(folder, filter, '', { signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});
