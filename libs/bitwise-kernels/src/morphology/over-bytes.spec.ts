import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BitMatrix,
  dilateRectangle,
  KernelBytes,
  overBytes,
  packSigns,
  packThreshold,
} from '../index.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';

const cross = { width: 3, height: 3, originX: 1, originY: 1 };

describe('overBytes', () => {
  it.each([1, 31, 64, 127, 128, 129, 256, 384])(
    'gives the same bytes wherever input and destination live, %i wide',
    (columns) => {
      const rows = 7;
      const input = fc.uint8Array({ minLength: rows * columns, maxLength: rows * columns });
      fc.assert(
        fc.property(input, (bytes) => {
          using packed = packThreshold(bytes, rows, columns, 90);
          using wider = dilateRectangle(packed, cross, 0);
          const expected = Array.from(wider.toBytes(), (bit) => (bit ? 250 : 3));
          const options = { rows, columns, threshold: 90, zero: 3, one: 250 };
          const dilate = (bits: BitMatrix) => dilateRectangle(bits, cross, 0);
          expect(Array.from(overBytes(bytes, options, dilate))).toEqual(expected);

          using from = KernelBytes.create(rows * columns);
          using to = KernelBytes.create(rows * columns + 128);
          from.bytes.set(bytes);
          to.bytes.fill(77);
          const destination = to.bytes.subarray(0, rows * columns);
          overBytes(from.bytes, { ...options, destination }, dilate);
          expect(Array.from(destination)).toEqual(expected);
          expect(to.bytes.subarray(rows * columns).every((byte) => byte === 77)).toBe(true);

          const inPlace = bytes.slice();
          overBytes(inPlace, { ...options, destination: inPlace }, dilate);
          expect(Array.from(inPlace)).toEqual(expected);
        }),
        { numRuns: 15 },
      );
    },
  );

  it('keeps hold of resident bytes while the memory grows', () => {
    const from = KernelBytes.create(300);
    const to = KernelBytes.create(300);
    from.bytes[0] = 255;
    const options = { rows: 1, columns: 300, destination: to.bytes };
    const before = kernelMemory.buffer;
    const out = overBytes(from.bytes, options, (bits) => {
      BitMatrix.create(1, kernelMemory.buffer.byteLength * 8 + 1).dispose();
      return bits;
    });
    expect(kernelMemory.buffer === before).toBe(false);
    expect(out[0]).toBe(255);
    expect(to.bytes[0]).toBe(255);

    // The matrix itself makes the memory grow.
    const columns = kernelMemory.buffer.byteLength * 8 + 1;
    const floats = new Float32Array(kernelMemory.buffer, 1024, 0);
    expect(() => packSigns(floats, 1, columns)).toThrow('received 0');
    expect(() => packThreshold(from.bytes, 1, columns * 2, 0)).toThrow('received 300');
  });

  it('disposes what it made, and what the operation returned, also through errors', () => {
    const kept: BitMatrix[] = [];
    const keep = (bits: BitMatrix): BitMatrix => {
      kept.push(bits);
      return bits;
    };
    overBytes(new Uint8Array(6), { rows: 2, columns: 3 }, (bits) =>
      keep(dilateRectangle(keep(bits), cross, 0)),
    );
    expect(() =>
      overBytes(new Uint8Array(6), { rows: 2, columns: 3 }, (bits) => {
        keep(bits);
        throw new Error('stopped');
      }),
    ).toThrow('stopped');
    for (const matrix of kept) expect(() => matrix.words).toThrow('disposed');
    expect(kept.length).toBe(3);
  });
});
