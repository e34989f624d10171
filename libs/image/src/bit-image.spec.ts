import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitImage } from './bit-image.ts';
import { GreyImage } from './grey-image.ts';

const bitImages = fc
  .record({ width: fc.integer({ min: 1, max: 300 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      bytes: fc.uint8Array({
        min: 0,
        max: 1,
        minLength: width * height,
        maxLength: width * height,
      }),
    }),
  );

describe('BitImage', () => {
  it('packs eight pixels a byte, the first in the top bit', () => {
    fc.assert(
      fc.property(bitImages, ({ width, height, bytes }) => {
        const image = BitImage.fromBytes(width, height, bytes);
        const rowBytes = Math.ceil(width / 8);
        const packed = new Uint8Array(rowBytes * height);
        bytes.forEach((bit, i) => {
          const x = i % width;
          packed[Math.floor(i / width) * rowBytes + (x >> 3)]! |= bit << (7 - (x & 7));
        });
        expect(image.packedRows()).toEqual(packed);
        expect(BitImage.fromPackedRows(width, height, packed).equals(image)).toBe(true);
        expect(image.toBytes()).toEqual(bytes);
        expect(image.count()).toBe(bytes.reduce((sum, bit) => sum + bit, 0));
      }),
    );
  });

  it('ignores what packed rows hold in their padding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (width) => {
        const full = new Uint8Array(2 * Math.ceil(width / 8)).fill(255);
        expect(BitImage.fromPackedRows(width, 2, full).count()).toBe(2 * width);
      }),
    );
  });

  it('complements, clones and compares', () => {
    const image = BitImage.fromRows(['0110', '1000']);
    const copy = image.clone();
    copy.set(0, 0, 1);
    expect(image.get(0, 0)).toBe(0);
    expect(copy.equals(image)).toBe(false);
    expect(image.complement().toRows()).toEqual(['1001', '0111']);
    expect(image.complement().complement().equals(image)).toBe(true);
    expect(image.equals(BitImage.create(4, 1))).toBe(false);
  });

  it('reads rows of 0 and 1, or of . and #', () => {
    expect(BitImage.fromRows(['.#', '#.']).toRows()).toEqual(['01', '10']);
  });

  it.each<[string, string, () => unknown]>([
    ['no width', 'size-invalid', () => BitImage.create(0, 1)],
    ['half a row', 'size-invalid', () => BitImage.create(1, 1.5)],
    ['no rows', 'size-invalid', () => BitImage.fromRows([])],
    ['uneven rows', 'size-mismatch', () => BitImage.fromRows(['01', '0'])],
    ['other characters', 'value-invalid', () => BitImage.fromRows(['0x'])],
    ['too few bytes', 'size-mismatch', () => BitImage.fromBytes(2, 2, new Uint8Array(3))],
    [
      'too many packed bytes',
      'size-mismatch',
      () => BitImage.fromPackedRows(8, 1, new Uint8Array(2)),
    ],
    ['a pixel outside', 'index-out-of-range', () => BitImage.create(2, 2).get(2, 0)],
    [
      'a grey size that is not the data',
      'size-mismatch',
      () => new GreyImage(2, 2, new Uint8Array(5)),
    ],
    [
      'a grey pixel outside',
      'index-out-of-range',
      () => new GreyImage(1, 1, new Uint8Array(1)).get(0, 1),
    ],
  ])('refuses %s', (_, code, act) => {
    expect(act).toThrow(expect.objectContaining({ code }));
  });

  it('names its use after dispose', () => {
    const image = BitImage.create(3, 3);
    image.dispose();
    image.dispose();
    expect(() => image.count()).toThrow(expect.objectContaining({ code: 'used-after-dispose' }));
  });
});
