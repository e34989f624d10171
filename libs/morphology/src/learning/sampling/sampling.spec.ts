import { BitImage } from '@onebit/image';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../sequence/slices.ts';
import { LearnedFilter, diskorect, pairsOf, sequence } from '../../index.ts';
import { SeededRandom } from '../seeded-random.ts';
import { countInside, countWithin } from './count-inside.ts';
import { partOf } from './picture-part.ts';
import { SEARCHED_PIXELS, Sample } from './sample.ts';

const sized = fc
  .record({ width: fc.integer({ min: 1, max: 200 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
      .map((bytes) => BitImage.fromBytes(width, height, bytes)),
  );

/** Diskorect pictures side by side on one large picture. */
function large(width: number, height: number, seed: number): BitImage {
  const small = diskorect(40, seed, { noise: 0.03 }).map((image) => image.toBytes());
  const bytes = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const tile = (Math.floor(y / 50) * 7 + Math.floor(x / 50)) % small.length;
      bytes[y * width + x] = small[tile]![(y % 50) * 50 + (x % 50)]!;
    }
  }
  return BitImage.fromBytes(width, height, bytes);
}

describe('parts of pictures', () => {
  it('are copied and counted as pixel by pixel', () => {
    fc.assert(
      fc.property(sized, fc.infiniteStream(fc.nat()), (image, numbers) => {
        const below = (most: number): number => numbers.next().value! % most;
        const left = 32 * below(Math.ceil(image.width / 32));
        const right = left + 1 + below(image.width - left);
        const top = below(image.height);
        const bottom = top + 1 + below(image.height - top);
        const part = partOf(image, { left, top, right, bottom });
        const rows = image
          .toRows()
          .slice(top, bottom)
          .map((row) => row.slice(left, right));
        expect(part.toRows()).toEqual(rows);
        // The words behind the last column stay zeros, as every kernel relies on.
        expect(part.count()).toBe(rows.join('').replaceAll('0', '').length);
        const from = below(right);
        const inner = image
          .toRows()
          .slice(top, bottom)
          .map((row) => row.slice(from, right));
        expect(countWithin(image.bits, { left: from, top, right, bottom })).toBe(
          inner.join('').replaceAll('0', '').length,
        );
        const frame = below(5);
        const within = image
          .toRows()
          .slice(frame, Math.max(frame, image.height - frame))
          .map((row) => row.slice(frame, Math.max(frame, image.width - frame)));
        expect(countInside(image.bits, frame)).toBe(within.join('').replaceAll('0', '').length);
      }),
    );
  });
});

describe('a sample', () => {
  const draw = (pairs: Parameters<typeof Sample.draw>[0], seed = 1) =>
    finish(Sample.draw(pairs, 12, new SeededRandom(seed)));

  it('is everything where there is little', () => {
    const pairs = pairsOf(sequence('open:disk1'), diskorect(3, 1));
    using sample = draw(pairs);
    expect(sample.whole).toBe(true);
    expect(sample.pairs).toEqual(pairs);
  });

  it('of much has about the pixels of a search, is the same for a seed, and shows changes', () => {
    const pairs = pairsOf(sequence('open:disk1'), [large(1500, 900, 1), large(900, 1100, 2)]);
    using sample = draw(pairs);
    using again = draw(pairs);
    using other = draw(pairs, 2);
    const text = (one: Sample) => one.pairs.map(({ before }) => before.toRows().join()).join();
    expect(text(again)).toBe(text(sample));
    expect(text(other)).not.toBe(text(sample));
    const pixels = sample.pairs.reduce((sum, { before }) => sum + before.width * before.height, 0);
    expect(pixels).toBeGreaterThan(SEARCHED_PIXELS * 0.7);
    expect(pixels).toBeLessThan(SEARCHED_PIXELS * 1.3);
    const changed = sample.pairs.filter(({ before, after }) => !before.equals(after));
    expect(changed.length).toBeGreaterThanOrEqual(sample.pairs.length / 2);
  });

  it('of many small pictures is some of them, whole', () => {
    const pairs = pairsOf(sequence('open:disk1'), diskorect(400, 3, { size: 40 }));
    using sample = draw(pairs);
    expect(sample.whole).toBe(false);
    expect(sample.pairs.length).toBeLessThan(400);
    for (const { before } of sample.pairs) expect([before.width, before.height]).toEqual([40, 40]);
  });
});

describe('learning from large pictures', () => {
  it('searches a sample and proves on every pixel', async () => {
    const [pair] = pairsOf(sequence('close:cross5'), [large(2000, 1500, 4)]);
    const filter = await LearnedFilter.fit([pair!], { window: 5 });
    expect(filter.toString()).toBe('close:cross5');
    // Two steps of a 5x5 window leave a frame of 4 pixels out.
    expect(filter.proof).toEqual({ kind: 'zero-error', pairs: 1, pixels: 1992 * 1492 });
  }, 30_000);

  it('finds the one place that tells what the sample did not', async () => {
    // Specks everywhere vanish by any erosion; one shape tells by which.
    const bytes = new Uint8Array(1024 * 1024);
    for (let at = 517; at < bytes.length; at += 1033) bytes[at] = 1;
    for (let y = 700; y < 715; y++) bytes.fill(1, y * 1024 + 300, y * 1024 + 340);
    const before = BitImage.fromBytes(1024, 1024, bytes);
    const pairs = pairsOf(sequence('erode:rect5x3'), [before]);
    const filter = await LearnedFilter.fit(pairs, { operators: ['erode'], maxBytes: 0 });
    expect(filter.toString()).toBe('erode:rect5x3');
    expect(filter.proof.kind).toBe('zero-error');
  }, 30_000);

  it('counts every pattern of a table, and stops when cancelled', async () => {
    const picture = large(1400, 1000, 5);
    const after = sequence('median:3').apply(picture, { border: 'background' });
    const options = { operators: ['dilate'], restarts: 1, window: 3, maxBytes: 100 } as const;
    const filter = await LearnedFilter.fit([{ before: picture, after }], options);
    expect(filter.toString()).toBe('a table of 9 pixels (73 bytes)');
    expect(filter.proof).toEqual({ kind: 'zero-error', pairs: 1, pixels: 1_400_000 });
    const stop = new AbortController();
    const learning = LearnedFilter.fit([{ before: picture, after }], {
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    });
    await expect(learning).rejects.toMatchObject({ code: 'aborted' });
  }, 30_000);
});
