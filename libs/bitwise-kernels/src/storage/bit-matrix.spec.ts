import { describe, expect, it } from 'vitest';
import { BitMatrix } from './bit-matrix.ts';
import { kernelMemory } from './kernel-memory.ts';

describe('BitMatrix', () => {
  it('keeps the lowest column in the lowest bit and rows on 16-byte boundaries', () => {
    const matrix = BitMatrix.create(2, 129);
    matrix.set(0, 0, 1);
    matrix.set(0, 33, 1);
    matrix.set(1, 128, 1);
    expect(matrix.wordsPerRow).toBe(8);
    expect(matrix.pointer % 16).toBe(0);
    expect(Array.from(matrix.words)).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
    matrix.set(0, 33, 0);
    expect([matrix.get(0, 32), matrix.get(0, 33), matrix.get(0, 0)]).toEqual([0, 0, 1]);
  });

  it('survives the growth of the memory', () => {
    const matrix = BitMatrix.create(1, 40);
    matrix.set(0, 39, 1);
    const large = BitMatrix.create(1, kernelMemory.buffer.byteLength * 8 + 1);
    expect(matrix.words.length).toBe(4);
    expect(matrix.get(0, 39)).toBe(1);
    large.dispose();
  });

  it('gives its memory back once, and refuses use afterwards', () => {
    const before = kernelMemory.used;
    const matrix = BitMatrix.create(3, 3);
    expect(kernelMemory.used).toBeGreaterThan(before);
    matrix.dispose();
    matrix.dispose();
    expect(kernelMemory.used).toBe(before);
    for (const use of [
      () => matrix.get(0, 0),
      () => matrix.words,
      () => matrix.popcount(),
      () => matrix.clone(),
    ]) {
      expect(use).toThrow(expect.objectContaining({ code: 'used-after-dispose' }));
    }
    expect(kernelMemory.used).toBe(before);
  });

  it('refuses sizes and indices that do not exist', () => {
    for (const [rows, columns] of [
      [0, 1],
      [1, 0],
      [1.5, 1],
      [1, NaN],
      [-1, 2],
    ] as const) {
      expect(() => BitMatrix.create(rows, columns)).toThrow(
        expect.objectContaining({ code: 'size-invalid' }),
      );
    }
    expect(() => BitMatrix.create(2 ** 20, 2 ** 20)).toThrow(
      expect.objectContaining({ code: 'memory-exhausted' }),
    );
    const matrix = BitMatrix.create(2, 3);
    expect(() => matrix.get(2, 0)).toThrow('a row from 0 to 1');
    expect(() => matrix.set(0, 3, 1)).toThrow('a column from 0 to 2');
  });
});
