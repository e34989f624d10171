import { OnebitError } from '@onebit/errors';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { KernelBlock } from './memory.ts';
import { requireLength } from './operands.ts';

/**
 * One scale and one shift a column of a product, laid out once: what a batch norm without a sign
 * behind it folds to. One object serves any number of products.
 *
 * @example
 * ```ts
 * import { BinaryProduct, BitMatrix, ColumnAffine } from '@onebit/bitwise-kernels';
 * const product = BinaryProduct.prepare(BitMatrix.fromBytes(1, 2, Uint8Array.of(1, 1)));
 * const affine = ColumnAffine.of(Float32Array.of(0.5), Float32Array.of(10));
 * console.log(product.toFloats(Float32Array.of(1, 1), affine).data.join(' ')); // 11
 * ```
 */
export class ColumnAffine {
  readonly columns: number;
  readonly #block: KernelBlock;

  private constructor(columns: number, block: KernelBlock) {
    this.columns = columns;
    this.#block = block;
  }

  /**
   * Copies scales and shifts.
   *
   * @param scale - one float a column
   * @param shift - one float a column
   * @throws OnebitError `size-invalid`, `size-mismatch`, `memory-exhausted`
   *
   * @example
   * ```ts
   * import { ColumnAffine } from '@onebit/bitwise-kernels';
   * console.log(ColumnAffine.of(Float32Array.of(1, 2), Float32Array.of(0, 0)).columns); // 2
   * ```
   */
  static of(scale: Float32Array, shift: Float32Array): ColumnAffine {
    const columns = scale.length;
    if (columns < 1) {
      throw new OnebitError('size-invalid', {
        expected: 'at least one scale',
        received: 'none',
        hint: 'Give one scale and one shift for each column of the product.',
      });
    }
    requireLength('a shift', shift, columns);
    // Read before the allocation can move the memory that they may stand in.
    const [scales, shifts] = [scale.slice(), shift.slice()];
    const block = new KernelBlock(halfOf(columns) * 2);
    kernelMemory.f32().set(scales, block.pointer / 4);
    kernelMemory.f32().set(shifts, (block.pointer + halfOf(columns)) / 4);
    return new ColumnAffine(columns, block);
  }

  /**
   * Where the scales stand: floats, in vectors of four.
   *
   * @internal
   */
  get scales(): number {
    return this.#block.pointer;
  }

  /**
   * Where the shifts stand.
   *
   * @internal
   */
  get shifts(): number {
    return this.#block.pointer + halfOf(this.columns);
  }

  /** Gives the memory back. A second call does nothing. */
  dispose(): void {
    this.#block.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

const halfOf = (columns: number): number => Math.ceil(columns / 4) * 16;
