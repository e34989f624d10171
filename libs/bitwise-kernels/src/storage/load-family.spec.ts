import { describe, expect, it } from 'vitest';
import { BitMatrix } from './bit-matrix.ts';
import { KernelFamily } from './load-family.ts';
import { selectedKernels, withKernels } from './variant.ts';

/**
 * (module (import "env" "memory" (memory 1))
 *   (func (export "first") (param i32) (result i32) local.get 0 i32.load)
 *   (func (export "trap") unreachable))
 */
const probe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 9, 2, 96, 1, 127, 1, 127, 96, 0, 0, 2, 15, 1, 3, 101, 110, 118, 6,
  109, 101, 109, 111, 114, 121, 2, 0, 1, 3, 3, 2, 0, 1, 7, 16, 2, 5, 102, 105, 114, 115, 116, 0, 0,
  4, 116, 114, 97, 112, 0, 1, 10, 13, 2, 7, 0, 32, 0, 40, 2, 0, 11, 3, 0, 0, 11,
]);

interface ProbeKernels {
  first(pointer: number): number;
  trap(): void;
}

const binary = {
  name: 'probe',
  simd: true,
  size: probe.length,
  base64: btoa(String.fromCharCode(...probe)),
};

describe('KernelFamily', () => {
  it('runs on the memory of the matrices, also after it grew', () => {
    const family = new KernelFamily<ProbeKernels>(binary);
    using matrix = BitMatrix.create(1, 32);
    matrix.words[0] = 12345;
    expect(family.usable).toBe(true);
    expect(family.run((kernels) => kernels.first(matrix.pointer))).toBe(12345);
    using large = BitMatrix.create(1, 50_000_000);
    expect(large.get(0, 49_999_999)).toBe(0);
    expect(family.run((kernels) => kernels.first(matrix.pointer))).toBe(12345);
  });

  it('names a trap, starts afresh, and keeps the memory', () => {
    const family = new KernelFamily<ProbeKernels>(binary);
    using matrix = BitMatrix.create(1, 32);
    matrix.words[0] = 7;
    const before = family.run((kernels) => kernels);
    expect(() => family.run((kernels) => kernels.trap())).toThrow(
      expect.objectContaining({ code: 'kernel-trapped' }),
    );
    expect(() => family.run((kernels) => kernels.first(-4))).toThrow(
      expect.objectContaining({ code: 'kernel-trapped' }),
    );
    expect(family.run((kernels) => kernels.first(matrix.pointer))).toBe(7);
    expect(family.run((kernels) => kernels)).not.toBe(before);
  });

  it('passes on what is no trap', () => {
    const family = new KernelFamily<ProbeKernels>(binary);
    expect(() =>
      family.run(() => {
        throw new RangeError('other');
      }),
    ).toThrow(RangeError);
  });

  it('is used in its own variant only', () => {
    const family = new KernelFamily<ProbeKernels>(binary);
    expect(withKernels('reference', () => family.usable)).toBe(false);
    expect(withKernels('scalar', () => family.usable)).toBe(false);
    const scalar = new KernelFamily<ProbeKernels>({ ...binary, simd: false });
    expect(withKernels('scalar', () => scalar.usable)).toBe(true);
    expect(scalar.usable).toBe(false);
  });
});

describe('withKernels', () => {
  it('holds the variant while it runs, nested and through errors', () => {
    withKernels('reference', () => {
      expect(withKernels('scalar', () => selectedKernels().variant)).toBe('scalar');
      expect(selectedKernels()).toEqual({
        variant: 'reference',
        reason: 'Asked for by withKernels.',
      });
    });
    expect(() =>
      withKernels('reference', () => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(selectedKernels().variant).toBe('simd');
  });

  it('refuses what does not exist', () => {
    expect(() => withKernels('fast' as 'simd', () => 0)).toThrow(
      'expected one of reference, scalar, simd, received fast',
    );
  });
});
