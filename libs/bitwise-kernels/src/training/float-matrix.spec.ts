import { expect, it } from 'vitest';
import { FloatMatrix } from './float-matrix.ts';

it('keeps its floats through growth of the memory and frees them once', () => {
  const matrix = FloatMatrix.from(2, 3, [1, 2, 3, 4, 5, 6]);
  const large = FloatMatrix.create(1000, 1000);
  expect([...matrix.data]).toEqual([1, 2, 3, 4, 5, 6]);
  large.dispose();
  large.dispose();
  expect(() => large.data).toThrow(/disposed/);
  matrix.dispose();
});

it('shares its floats with a reshaped matrix, which does not outlive it', () => {
  const matrix = FloatMatrix.create(2, 6);
  const flat = matrix.reshaped(1, 12);
  flat.data[7] = 5;
  expect(matrix.data[7]).toBe(5);
  flat.dispose();
  expect(matrix.data[7]).toBe(5);
  const again = matrix.reshaped(12, 1);
  matrix.dispose();
  expect(() => again.data).toThrow(/disposed/);
  expect(() => again.reshaped(5, 5)).toThrow(/12 elements/);
});

it('refuses sizes that are no sizes', () => {
  expect(() => FloatMatrix.create(0, 3)).toThrow(/rows of at least 1/);
  expect(() => FloatMatrix.create(3, 1.5)).toThrow(/columns of at least 1/);
  expect(() => FloatMatrix.from(2, 2, [1])).toThrow(/4 values/);
});
