import { readSafetensors, writeSafetensors } from '@onebit/bnn';
import { BitImage } from '@onebit/image';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LearnedFilter, dice, diceOfAll, diskorect, median, pairsOf, sequence } from '../index.ts';

const dcross = '1000001/0100010/0010100/0001000/0010100/0100010/1000001';
const pictures = diskorect(40, 11, { noise: 0.03 });
const fresh = diskorect(60, 99);

async function learned(target: string): Promise<LearnedFilter> {
  return LearnedFilter.fit(pairsOf(sequence(target), pictures));
}

describe('diskorect', () => {
  it('is the same for a seed, and both kinds of picture occur', () => {
    const again = diskorect(40, 11, { noise: 0.03 });
    expect(again.every((image, index) => image.equals(pictures[index]!))).toBe(true);
    const shares = fresh.map((image) => image.count() / 2500);
    expect(Math.min(...shares)).toBeLessThan(0.5);
    expect(Math.max(...shares)).toBeGreaterThan(0.5);
  });

  it('refuses what makes no pictures', () => {
    expect(() => diskorect(0, 1)).toThrow(expect.objectContaining({ code: 'value-invalid' }));
    expect(() => diskorect(1, 1, { noise: 2 })).toThrow(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });
});

describe('dice', () => {
  it('counts what both hold, away from the frame', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 25, maxLength: 25 }),
        fc.integer({ min: 0, max: 2 }),
        (cells, frame) => {
          const a = BitImage.fromBytes(
            5,
            5,
            Uint8Array.from(cells, (cell) => cell & 1),
          );
          const b = BitImage.fromBytes(
            5,
            5,
            Uint8Array.from(cells, (cell) => cell >> 1),
          );
          const inner = cells.filter((_, at) => {
            const [x, y] = [at % 5, Math.floor(at / 5)];
            return Math.min(x, y, 4 - x, 4 - y) >= frame;
          });
          const both = inner.filter((cell) => cell === 3).length;
          const sum = inner.reduce((total, cell) => total + (cell & 1) + (cell >> 1), 0);
          expect(dice(a, b, frame)).toBeCloseTo(sum === 0 ? 1 : (2 * both) / sum, 12);
        },
      ),
    );
  });
});

describe('learning chains back from 40 pairs', () => {
  it.each([
    'dilate:disk3',
    'erode:hline7',
    `dilate:${dcross}`,
    'open:disk3',
    'open:vline7',
    'close:cross7',
    'close:square5',
    `close:${dcross}`,
    'white-tophat:square5',
    'black-tophat:disk3',
    'open:cross7 + close:cross7',
  ])(
    '%s',
    async (target) => {
      const filter = await learned(target);
      expect(filter.toString()).toBe(target);
      expect(filter.proof).toMatchObject({ kind: 'zero-error', pairs: 40 });
      expect(filter.bytes).toBe(0);
      const same = fresh.map((image) => ({
        before: filter.apply(image),
        after: sequence(target).apply(image),
      }));
      expect(diceOfAll(same)).toBe(1);
    },
    60_000,
  );

  it('a small drawing is enough for a small element, its frame included', async () => {
    const before = BitImage.fromRows(['0000000', '0100010', '0000000', '0001000', '0000000']);
    const after = sequence('dilate:cross3').apply(before);
    const filter = await LearnedFilter.fit([{ before, after }], { window: 3 });
    expect(filter.toString()).toBe('dilate:cross3');
  });
});

describe('tables', () => {
  it('take over where no chain is exact', async () => {
    const pairs = pictures.slice(0, 12).map((before) => ({
      before,
      after: median(before, { width: 3, height: 3 }, { border: 'background' }),
    }));
    const filter = await LearnedFilter.fit(pairs, {
      window: 3,
      restarts: 1,
      operators: ['dilate', 'erode'],
      maxBytes: 100,
    });
    expect(filter.toString()).toBe('a table of 9 pixels (73 bytes)');
    expect(filter.proof.kind).toBe('zero-error');
    const again = LearnedFilter.fromModel(filter.toModel());
    expect(again.proof).toEqual(filter.proof);
    for (const image of fresh.slice(0, 10)) {
      expect(again.apply(image).equals(filter.apply(image))).toBe(true);
    }
  }, 60_000);

  it('learn in two stages within their bytes, and come back from their file', async () => {
    const soil = diskorect(6, 5, { noise: 0 });
    const pairs = soil.map((after, index) => {
      const bytes = after.toBytes();
      for (let at = index; at < bytes.length; at += 17) bytes[at]! ^= 1;
      return { before: BitImage.fromBytes(50, 50, bytes), after };
    });
    const filter = await LearnedFilter.fit(pairs, {
      window: 3,
      restarts: 1,
      operators: ['erode'],
      maxBytes: 400,
    });
    expect(filter.bytes).toBeLessThanOrEqual(400);
    expect(filter.stages.length).toBeGreaterThan(0);
    expect(filter.proof).toMatchObject({ pairs: 6, pixels: 15_000 });
    const again = LearnedFilter.fromModel(filter.toModel());
    expect(again.stages).toEqual(filter.stages);
    const results = pairs.map(({ before, after }) => ({ before: again.apply(before), after }));
    expect(diceOfAll(results)).toBeGreaterThan(diceOfAll(pairs));
  }, 60_000);
});

describe('learning', () => {
  it('tells its progress, which never falls, and is repeatable', async () => {
    const seen: number[] = [];
    const pairs = pairsOf(sequence('open:hline5'), pictures.slice(0, 15));
    const options = { window: 5, seed: 4 };
    const first = await LearnedFilter.fit(pairs, {
      ...options,
      onProgress: ({ fraction }) => seen.push(fraction),
    });
    const second = await LearnedFilter.fit(pairs, options);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(second.toModel()).toEqual(first.toModel());
  }, 60_000);

  it('stops when asked to', async () => {
    const pairs = pairsOf(sequence('median:5'), pictures);
    const controller = new AbortController();
    const fitting = LearnedFilter.fit(pairs, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(fitting).rejects.toMatchObject({ code: 'aborted' });
  });

  it('refuses pairs and options that nothing can be learned from', async () => {
    await expect(LearnedFilter.fit([])).rejects.toMatchObject({ code: 'value-invalid' });
    const uneven = { before: pictures[0]!, after: BitImage.create(3, 3) };
    await expect(LearnedFilter.fit([uneven])).rejects.toMatchObject({ code: 'size-mismatch' });
    const pair = { before: pictures[0]!, after: pictures[0]! };
    await expect(LearnedFilter.fit([pair], { window: 4 })).rejects.toMatchObject({
      code: 'value-invalid',
    });
  });
});

describe('model files of filters', () => {
  const good = writeSafetensors({
    metadata: {
      format: 'onebit-learned-filter',
      version: '1',
      proof: JSON.stringify({ kind: 'zero-error', pairs: 1, pixels: 9 }),
      stage0: '[1,1,1,1,1]',
    },
    tensors: new Map([['stage0', { dtype: 'U8', shape: [2], bytes: Uint8Array.of(0x88, 0b10) }]]),
  });
  const changed = (metadata: Record<string, string>): Uint8Array => {
    const content = readSafetensors(good);
    return writeSafetensors({ ...content, metadata: { ...content.metadata, ...metadata } });
  };

  it('are read: the table of one pixel keeps the picture', () => {
    expect(LearnedFilter.fromModel(good).apply(fresh[0]!).equals(fresh[0]!)).toBe(true);
  });

  it.each([
    ['another format', { format: 'other' }, 'model-description-invalid'],
    ['another version', { version: '2' }, 'model-version-unsupported'],
    ['a sequence beside tables', { sequence: 'open:disk1' }, 'model-description-invalid'],
    ['no proof', { proof: '{}' }, 'model-description-invalid'],
    ['a depth out of range', { stage0: '[17,1,1,1,0]' }, 'model-description-invalid'],
    ['tensors of another size', { stage0: '[2,1,1,1,0]' }, 'model-description-invalid'],
    ['a first stage that reads two planes', { stage0: '[1,1,2,1,1]' }, 'model-description-invalid'],
    ['no JSON', { stage0: 'x' }, 'model-description-invalid'],
  ])('are refused with %s', (_, metadata, code) => {
    expect(() => LearnedFilter.fromModel(changed(metadata))).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('are refused when cut anywhere', () => {
    for (let end = 0; end < good.length; end += 13) {
      expect(() => LearnedFilter.fromModel(good.subarray(0, end))).toThrow();
    }
  });
});
