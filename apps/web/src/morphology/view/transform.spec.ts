import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit, largestScale, pan, pixelAt, zoom, type Size } from './transform.ts';

const side = fc.integer({ min: 1, max: 5000 });
const sizes: fc.Arbitrary<Size> = fc.record({ width: side, height: side });
const panes: fc.Arbitrary<Size> = fc.record({
  width: fc.integer({ min: 200, max: 2000 }),
  height: fc.integer({ min: 200, max: 2000 }),
});

describe('the view', () => {
  it('fits the whole image into the pane', () => {
    fc.assert(
      fc.property(sizes, panes, (image, pane) => {
        const { scale, x, y } = fit(image, pane);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + image.width * scale).toBeLessThanOrEqual(pane.width + 1e-6);
        expect(y + image.height * scale).toBeLessThanOrEqual(pane.height + 1e-6);
      }),
    );
  });

  it('keeps the image point under the pointer where it is while zooming', () => {
    fc.assert(
      fc.property(
        sizes,
        panes,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (image, pane, factor) => {
          const before = fit(image, pane);
          const at = [pane.width / 3, pane.height / 4] as const;
          const after = zoom(before, factor, at, 0.0001);
          expect((at[0] - after.x) / after.scale).toBeCloseTo((at[0] - before.x) / before.scale, 4);
          expect((at[1] - after.y) / after.scale).toBeCloseTo((at[1] - before.y) / before.scale, 4);
        },
      ),
    );
  });

  it('zooms no further than its limits', () => {
    const start = { scale: 1, x: 0, y: 0 };
    expect(zoom(start, 1e9, [0, 0], 0.1).scale).toBe(largestScale);
    expect(zoom(start, 1e-9, [0, 0], 0.1).scale).toBe(0.1);
  });

  it('never loses the image out of the pane', () => {
    const image = { width: 400, height: 300 };
    const pane = { width: 800, height: 600 };
    const start = fit(image, pane);
    const far = pan(start, [1e6, -1e6], image, pane);
    expect(far.x).toBeLessThan(pane.width);
    expect(far.y + image.height * far.scale).toBeGreaterThan(0);
  });

  it('finds the pixel under the pointer', () => {
    const image = { width: 4, height: 2 };
    const transform = { scale: 10, x: 100, y: 50 };
    expect(pixelAt(transform, [100, 50], image)).toEqual([0, 0]);
    expect(pixelAt(transform, [139.9, 69.9], image)).toEqual([3, 1]);
    expect(pixelAt(transform, [140, 60], image)).toBeUndefined();
    expect(pixelAt(transform, [99.9, 60], image)).toBeUndefined();
  });
});
