import { expect, it } from 'vitest';
import { BitMatrix } from './bit-matrix.ts';
import { KernelFamily } from './load-family.ts';
import { selectedKernels } from './variant.ts';

// In a file of its own: the reason is kept for as long as the module lives.
it('falls back to the reference where kernels cannot start, and keeps the reason', () => {
  const broken = new KernelFamily({ name: 'broken', simd: true, size: 4, base64: btoa('\0asm') });
  expect(broken.usable).toBe(false);
  expect(selectedKernels().variant).toBe('reference');
  expect(selectedKernels().reason).toMatch('The compiled broken kernels could not start: ');
  expect(BitMatrix.fromBytes(1, 5, Uint8Array.of(1, 0, 1, 0, 1)).popcount()).toBe(3);
});
