import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitImage } from '../bit-image.ts';
import { GreyImage } from '../grey-image.ts';
import { binarize } from './binarize.ts';
import { otsuLevel } from './otsu.ts';
import { sauvola } from './sauvola.ts';
import { scikitImage } from './scikit-image.golden.ts';

/** The pictures of golden-from-scikit-image.py. */
function picture(width: number, height: number, kind: 'page' | 'gradient' | 'noise'): GreyImage {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const noise = (x * 7919 + y * 104729 + x * y * 31) % 61;
      const ink = (Math.floor(x / 3) + Math.floor(y / 5)) % 4 === 0 && (x * y) % 7 < 4 ? 1 : 0;
      const level = {
        page: 140 + Math.floor((x * 100) / width) - Math.floor(noise / 2) - ink * 90,
        gradient: Math.floor((x * 255) / Math.max(1, width - 1)) + Math.floor(noise / 6) - y,
        noise: noise * 4,
      }[kind];
      data[y * width + x] = Math.max(0, Math.min(255, level));
    }
  }
  return new GreyImage(width, height, data);
}

const greys = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((data) => new GreyImage(width, height, data)),
  );

describe('thresholds agree with scikit-image', () => {
  it.each(scikitImage)(
    'Otsu of $kind $width x $height is $otsu',
    ({ width, height, kind, otsu }) => {
      expect(otsuLevel(picture(width, height, kind))).toBe(otsu);
    },
  );

  it.each(scikitImage)(
    'Sauvola of $kind $width x $height, window $window, k $k',
    ({ width, height, kind, window, k, light, sha256 }) => {
      const image = sauvola(picture(width, height, kind), { window, k });
      expect(image.count()).toBe(light);
      expect(createHash('sha256').update(image.packedRows()).digest('hex')).toBe(sha256);
    },
  );
});

describe('Otsu', () => {
  it('splits as well as the best of all 255 levels', () => {
    fc.assert(
      fc.property(greys, (grey) => {
        const spread = (level: number) => {
          const dark = [...grey.data].filter((value) => value <= level);
          const light = [...grey.data].filter((value) => value > level);
          if (dark.length === 0 || light.length === 0) return 0;
          const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
          return dark.length * light.length * (mean(dark) - mean(light)) ** 2;
        };
        const best = Math.max(...Array.from({ length: 255 }, (_, level) => spread(level)));
        expect(spread(otsuLevel(grey))).toBeGreaterThanOrEqual(best * (1 - 1e-9));
      }),
      { numRuns: 40 },
    );
  });
});

describe('Sauvola', () => {
  it('equals the rule computed window by window', () => {
    const mirror = (i: number, n: number): number =>
      n === 1 ? 0 : i < 0 ? mirror(-i, n) : i >= n ? mirror(2 * (n - 1) - i, n) : i;
    fc.assert(
      fc.property(
        greys,
        fc.constantFrom(3, 5, 9),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (grey, window, k) => {
          const reach = window >> 1;
          const light = new Uint8Array(grey.data.length);
          for (let y = 0; y < grey.height; y++) {
            for (let x = 0; x < grey.width; x++) {
              let sum = 0;
              let square = 0;
              for (let dy = -reach; dy <= reach; dy++) {
                for (let dx = -reach; dx <= reach; dx++) {
                  const level = grey.get(mirror(x + dx, grey.width), mirror(y + dy, grey.height));
                  sum += level;
                  square += level * level;
                }
              }
              const mean = sum / window ** 2;
              const deviation = Math.sqrt(Math.max(0, square / window ** 2 - mean * mean));
              const level = mean * (1 + k * (deviation / 127.5 - 1));
              light[y * grey.width + x] = grey.get(x, y) > level ? 1 : 0;
            }
          }
          const expected = BitImage.fromBytes(grey.width, grey.height, light);
          expect(sauvola(grey, { window, k }).toRows()).toEqual(expected.toRows());
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    { window: 4, k: 0.2 },
    { window: 1, k: 0.2 },
    { window: 1025, k: 0.2 },
    { window: 3.5, k: 0.2 },
    { window: 3, k: -0.1 },
    { window: 3, k: Number.NaN },
  ])('refuses window $window with k $k', (options) => {
    expect(() => sauvola(picture(5, 5, 'page'), options)).toThrow(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });
});

describe('binarize', () => {
  const page = new GreyImage(4, 2, Uint8Array.of(250, 240, 30, 251, 246, 20, 245, 252));

  it('takes pixels above a fixed level as light', () => {
    const { image, report } = binarize(page, { method: { fixed: 245 }, foreground: 'light' });
    expect(image.toRows()).toEqual(['1001', '1001']);
    expect(report).toMatchObject({
      method: 'fixed',
      level: 245,
      foreground: 'light',
      foregroundSource: 'given',
      foregroundPixels: 4,
    });
  });

  it('splits two levels between them, however close', () => {
    const mask = new GreyImage(3, 1, Uint8Array.of(0, 1, 0));
    const { image, report } = binarize(mask);
    expect(image.toRows()).toEqual(['010']);
    expect(report).toMatchObject({ method: 'two-valued', level: 0, foreground: 'light' });
  });

  it('finds nothing on blank paper, and everything in a full mask', () => {
    expect(binarize(new GreyImage(2, 2, new Uint8Array(4).fill(250))).image.count()).toBe(0);
    expect(binarize(new GreyImage(2, 2, new Uint8Array(4).fill(255))).image.count()).toBe(4);
    expect(binarize(new GreyImage(2, 2, new Uint8Array(4))).image.count()).toBe(0);
  });

  it('reports the window and the k that were used', () => {
    const { report } = binarize(page, { method: { sauvola: { window: 3 } } });
    expect(report).toMatchObject({
      method: 'sauvola',
      level: null,
      sauvola: { window: 3, k: 0.2 },
    });
  });

  it('light and dark foreground are complements of each other', () => {
    fc.assert(
      fc.property(greys, fc.constantFrom('otsu' as const, { fixed: 100 }), (grey, method) => {
        const light = binarize(grey, { method, foreground: 'light' }).image;
        const dark = binarize(grey, { method, foreground: 'dark' }).image;
        expect(light.complement().equals(dark)).toBe(true);
        expect(light.count() + dark.count()).toBe(grey.data.length);
      }),
    );
  });

  it.each([
    [{ method: { fixed: 255 } }],
    [{ method: { fixed: -1 } }],
    [{ method: { fixed: 1.5 } }],
    [{ method: 'magic' }],
    [{ method: {} }],
    [{ foreground: 'red' }],
  ])('refuses %j', (options) => {
    expect(() => binarize(page, options as Parameters<typeof binarize>[1])).toThrow(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });
});
