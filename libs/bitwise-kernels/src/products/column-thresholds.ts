import { OnebitError } from '@onebit/errors';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { KernelBlock, u16View } from './memory.ts';
import { decideReference } from './reference.ts';

/** Bounds are read in vectors of 16 columns. */
const padded = (columns: number) => Math.ceil(columns / 32) * 32;

/** The same decisions on counts of disagreements, as the kernels want them. */
export interface CountBounds {
  /** u16 a column: the count has to be below it. */
  readonly bounds: number;
  /** u16 a column: 0 keeps the comparison, 65535 turns it over. */
  readonly flips: number;
}

/** The decisions on whole numbers, as the kernels want them. */
export interface IntegerBounds {
  /** i32 a column, in tiles of 16. */
  readonly bounds: number;
  /** One bit a column for every tile: turned over. */
  readonly flips: readonly number[];
}

/**
 * One decision a column of a product: bit = dot >= level, or dot <= level where falling.
 *
 * Batch norm and the sign that follows it fold into exactly this, see {@link foldBatchNorm}.
 * The numbers are copied; one object serves any number of products.
 *
 * @example
 * ```ts
 * import { ColumnThresholds } from '@onebit/bitwise-kernels';
 * const thresholds = ColumnThresholds.of([0, 2], [false, true]);
 * console.log(thresholds.decide(0, 3), thresholds.decide(1, 3)); // 1 0
 * ```
 */
export class ColumnThresholds {
  readonly columns: number;
  readonly #levels: Float64Array;
  readonly #falling: Uint8Array;
  readonly #blocks = new Map<number, KernelBlock>();
  #integers: { readonly block: KernelBlock; readonly flips: readonly number[] } | undefined;

  private constructor(levels: Float64Array, falling: Uint8Array) {
    this.columns = levels.length;
    this.#levels = levels;
    this.#falling = falling;
  }

  /**
   * Makes thresholds.
   *
   * @param levels - one number a column; fractions and infinities are fine
   * @param falling - one flag a column: true where small products give 1 (all false by default)
   * @throws OnebitError `size-invalid`, `size-mismatch`, `value-invalid` for NaN
   *
   * @example
   * ```ts
   * import { ColumnThresholds } from '@onebit/bitwise-kernels';
   * console.log(ColumnThresholds.of([1.5]).decide(0, 2)); // 1
   * ```
   */
  static of(levels: ArrayLike<number>, falling?: ArrayLike<number | boolean>): ColumnThresholds {
    if (levels.length < 1) {
      throw new OnebitError('size-invalid', {
        expected: 'at least one level',
        received: 'none',
        hint: 'Give one level for each column of the product.',
      });
    }
    if (falling !== undefined && falling.length !== levels.length) {
      throw new OnebitError('size-mismatch', {
        expected: `${levels.length} flags for ${levels.length} levels`,
        received: `${falling.length}`,
        hint: 'Give one flag for each level, or none at all.',
      });
    }
    const copy = Float64Array.from(levels);
    const wrong = copy.findIndex(Number.isNaN);
    if (wrong >= 0) {
      throw new OnebitError('value-invalid', {
        expected: 'levels that are numbers',
        received: `NaN at index ${wrong}`,
        hint: 'Check the numbers that the level was computed from.',
      });
    }
    const flags = Uint8Array.from({ length: copy.length }, (_, i) => (falling?.[i] ? 1 : 0));
    return new ColumnThresholds(copy, flags);
  }

  /** The level of a column. */
  level(column: number): number {
    return this.#levels[column]!;
  }

  /** Whether small products give 1 in a column. */
  isFalling(column: number): boolean {
    return this.#falling[column] === 1;
  }

  /**
   * The plain decision.
   *
   * @param column - 0 to columns - 1
   * @param dot - a dot product of that column
   */
  decide(column: number, dot: number): 0 | 1 {
    return decideReference(dot, this.level(column), this.isFalling(column));
  }

  /**
   * The decisions for K-bit operands on counts c, where dot = K - 2c.
   *
   * dot >= t  means  c <= (K - t) / 2, that is  c < floor((K - t) / 2) + 1.
   * dot <= t  means  c >= (K - t) / 2, that is  not  c < ceil((K - t) / 2).
   *
   * @internal
   */
  countBounds(k: number): CountBounds {
    let block = this.#blocks.get(k);
    const length = padded(this.columns);
    if (block === undefined) {
      block = new KernelBlock(length * 4);
      const view = u16View(block.pointer, length * 2).fill(0);
      for (let column = 0; column < this.columns; column++) {
        const half = (k - this.level(column)) / 2;
        let flip = this.isFalling(column);
        let bound = Math.max(0, flip ? Math.ceil(half) : Math.floor(half) + 1);
        if (bound > k) {
          // Every count is below: said by "never" turned over, since k + 1 may not fit 16 bits.
          bound = 0;
          flip = !flip;
        }
        view[column] = bound;
        view[length + column] = flip ? 65535 : 0;
      }
      this.#blocks.set(k, block);
    }
    return { bounds: block.pointer, flips: block.pointer + length * 2 };
  }

  /**
   * The decisions on whole numbers: (dot >= bound) turned over where falling.
   *
   * dot >= t  means  dot >= ceil(t);  dot <= t  means  not  dot >= floor(t) + 1.
   *
   * @internal
   */
  integerBounds(): IntegerBounds {
    if (this.#integers === undefined) {
      const tiles = Math.ceil(this.columns / 16);
      const block = new KernelBlock(tiles * 64);
      const view = new Int32Array(kernelMemory.buffer, block.pointer, tiles * 16).fill(0);
      const flips = new Array<number>(tiles).fill(0);
      for (let column = 0; column < this.columns; column++) {
        const falling = this.isFalling(column);
        const level = this.level(column);
        const bound = falling ? Math.floor(level) + 1 : Math.ceil(level);
        view[column] = Math.min(Math.max(bound, -(2 ** 31)), 2 ** 31 - 1);
        if (falling) flips[column >> 4]! |= 1 << (column & 15);
      }
      this.#integers = { block, flips };
    }
    return { bounds: this.#integers.block.pointer, flips: this.#integers.flips };
  }

  /** Gives the prepared forms back to the memory; they are made again when needed. */
  dispose(): void {
    for (const block of this.#blocks.values()) block.dispose();
    this.#blocks.clear();
    this.#integers?.block.dispose();
    this.#integers = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** What batch normalisation knows of each column; all arrays hold one number a column. */
export interface BatchNorm {
  readonly mean: ArrayLike<number>;
  /** At least 0. */
  readonly variance: ArrayLike<number>;
  /** Scale; 1 where absent. */
  readonly gamma?: ArrayLike<number>;
  /** Shift; 0 where absent. */
  readonly beta?: ArrayLike<number>;
  /** Added to the variance; 1e-5 where absent. */
  readonly epsilon?: number;
  /** What the layer adds to its product before the normalisation; 0 where absent. */
  readonly bias?: ArrayLike<number>;
}

/**
 * Folds batch normalisation and the sign after it into thresholds on the product.
 *
 * y = gamma * (dot + bias - mean) / sqrt(variance + epsilon) + beta is >= 0 exactly where dot is
 * >= mean - bias - beta * sqrt(variance + epsilon) / gamma for a positive gamma, and <= the same
 * level for a negative one. A gamma of 0 leaves the sign of beta. (Courbariaux et al. 2016; folding
 * as in Umuroglu et al., FINN, 2017.)
 *
 * @param norm - the learned numbers
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { foldBatchNorm } from '@onebit/bitwise-kernels';
 * const thresholds = foldBatchNorm({ mean: [3], variance: [4], gamma: [2], beta: [1], epsilon: 0 });
 * console.log(thresholds.level(0)); // 2
 * ```
 */
export function foldBatchNorm(norm: BatchNorm): ColumnThresholds {
  const columns = norm.mean.length;
  for (const [name, values] of Object.entries(norm)) {
    if (typeof values === 'number' || values.length === columns) continue;
    throw new OnebitError('size-mismatch', {
      expected: `${columns} values of ${name}`,
      received: `${values.length}`,
      hint: 'Give one value for each column.',
    });
  }
  const { mean, variance, gamma, beta, bias, epsilon = 1e-5 } = norm;
  const levels = new Float64Array(columns);
  const falling = new Uint8Array(columns);
  for (let column = 0; column < columns; column++) {
    const deviation = Math.sqrt(variance[column]! + epsilon);
    if (!(deviation > 0)) {
      throw new OnebitError('value-invalid', {
        expected: 'a variance above -epsilon',
        received: `${variance[column]} in column ${column}`,
        hint: 'Variances are never negative; give an epsilon above 0 where one may be 0.',
      });
    }
    const scale = gamma?.[column] ?? 1;
    const shift = beta?.[column] ?? 0;
    if (scale === 0) {
      levels[column] = shift >= 0 ? -Infinity : Infinity;
    } else {
      levels[column] = mean[column]! - (bias?.[column] ?? 0) - (shift * deviation) / scale;
      falling[column] = scale < 0 ? 1 : 0;
    }
  }
  return ColumnThresholds.of(levels, falling);
}
