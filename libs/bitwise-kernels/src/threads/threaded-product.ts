import { OnebitError } from '@onebit/errors';
import { BinaryProduct } from '../products/binary-product.ts';
import type { ColumnThresholds } from '../products/column-thresholds.ts';
import { nameOf } from '../products/methods.ts';
import { requireInt16, requireLength, withBits, type Activations } from '../products/operands.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { selectedKernels, type KernelVariant } from '../storage/variant.ts';
import type { FloatMatrix } from '../training/float-matrix.ts';
import { AloneTimes } from './balance.ts';
import type { Crew } from './crew.ts';
import { JOB_WORDS, jobWords, type OutputKind } from './job.ts';
import { SharedWeights } from './shared-weights.ts';
import { splitProduct, type Split } from './split.ts';

/** How a product of some number of rows is computed by a pool. */
export interface ThreadedPlan {
  /** The method, for example `table8x32 of weights`. */
  readonly method: string;
  /** Threads that take part where they are free; 1 where the product is not split. */
  readonly threads: number;
  /** Why it is split or not. */
  readonly reason: string;
}

/** What a product asks of the pool it belongs to. */
export interface ProductPool {
  readonly crew: Crew | undefined;
  readonly reason: string;
}

/** What is known of products of one number of rows. */
interface Known {
  readonly split: Split;
  readonly crew: Crew;
  readonly variant: KernelVariant;
  readonly alone: AloneTimes;
}

/** Numbers of rows remembered. */
const MOST_KNOWN = 64;

/** One output: how it is laid out in shared memory, and how it gets out of there. */
interface Output {
  readonly kind: OutputKind;
  /** Bytes from row to row. */
  readonly stride: number;
  /** Two tables of numbers a column, as bytes: scale and shift, or bounds and flips. */
  readonly columns?: readonly [Uint8Array, Uint8Array];
  /** Takes the finished bytes. */
  readonly collect: (buffer: ArrayBuffer, pointer: number) => void;
}

/**
 * Products with prepared weights, on all threads of a pool where that pays: the same results as
 * {@link BinaryProduct}, bit for bit, from every number of threads.
 *
 * @example
 * ```ts
 * import { BitMatrix, KernelThreads } from '@onebit/bitwise-kernels';
 * const pool = await KernelThreads.start({ threads: 2 });
 * const product = pool.prepare(BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 1, 1, 0, 1, 0)));
 * console.log(product.toInt32(Float32Array.of(0.5, -2, 3)).join(' ')); // 1 -3
 * console.log(product.planFor(1).threads); // 1
 * product.dispose();
 * pool.dispose();
 * ```
 */
export class ThreadedProduct {
  /** N: rows of the weights, columns of the result. */
  readonly outputs: number;
  /** K: bits of a row. */
  readonly inputs: number;
  readonly #pool: ProductPool;
  readonly #alone: BinaryProduct;
  readonly #packed: BitMatrix;
  #shared: SharedWeights | undefined;
  readonly #known = new Map<number, Known>();

  /** @internal */
  constructor(pool: ProductPool, weights: BitMatrix) {
    this.outputs = weights.rows;
    this.inputs = weights.columns;
    this.#pool = pool;
    this.#alone = BinaryProduct.prepare(weights);
    this.#packed = weights.clone();
  }

  /**
   * The dot products as 32-bit integers; see {@link BinaryProduct.toInt32}.
   *
   * @param activations - M x K bits or floats
   * @param out - M * N integers to write to; new where absent
   * @throws OnebitError as {@link BinaryProduct.toInt32}
   */
  toInt32(activations: Activations, out?: Int32Array): Int32Array {
    return withBits(activations, this.inputs, (bits) => {
      const length = bits.rows * this.outputs;
      if (out) requireLength('a destination', out, length);
      let target = out;
      const done = this.#split(bits, () => ({
        kind: 'int32',
        stride: this.outputs * 4,
        collect: (buffer, pointer) => {
          target ??= new Int32Array(length);
          target.set(new Int32Array(buffer, pointer, length));
        },
      }));
      return done ? target! : this.#timed(bits.rows, () => this.#alone.toInt32(bits, out));
    });
  }

  /**
   * The dot products as 16-bit integers; see {@link BinaryProduct.toInt16}.
   *
   * @param activations - M x K bits or floats
   * @param out - M * N integers to write to; new where absent
   * @throws OnebitError as {@link BinaryProduct.toInt16}
   */
  toInt16(activations: Activations, out?: Int16Array): Int16Array {
    requireInt16(this.inputs);
    return withBits(activations, this.inputs, (bits) => {
      const length = bits.rows * this.outputs;
      if (out) requireLength('a destination', out, length);
      let target = out;
      const done = this.#split(bits, () => ({
        kind: 'int16',
        stride: this.outputs * 2,
        collect: (buffer, pointer) => {
          target ??= new Int16Array(length);
          target.set(new Int16Array(buffer, pointer, length));
        },
      }));
      return done ? target! : this.#timed(bits.rows, () => this.#alone.toInt16(bits, out));
    });
  }

  /**
   * Scaled and shifted dot products; see {@link BinaryProduct.toFloat}.
   *
   * @param activations - M x K bits or floats
   * @param scale - N floats, one a column
   * @param shift - N floats, one a column
   * @param out - M * N floats or an M x N float matrix to write to; a new array where absent
   * @throws OnebitError as {@link BinaryProduct.toFloat}
   */
  toFloat(activations: Activations, scale: Float32Array, shift: Float32Array): Float32Array;
  toFloat<Out extends Float32Array | FloatMatrix>(
    activations: Activations,
    scale: Float32Array,
    shift: Float32Array,
    out: Out,
  ): Out;
  toFloat(
    activations: Activations,
    scale: Float32Array,
    shift: Float32Array,
    out?: Float32Array | FloatMatrix,
  ): Float32Array | FloatMatrix {
    requireLength('a scale', scale, this.outputs);
    requireLength('a shift', shift, this.outputs);
    // Copies, since packing may empty views of the kernels' memory.
    const columns = [scale.slice(), shift.slice()] as const;
    return withBits(activations, this.inputs, (bits) => {
      const length = bits.rows * this.outputs;
      const given = () => (out instanceof Float32Array || out === undefined ? out : out.data);
      const before = given();
      if (before) requireLength('a destination', before, length);
      let target = out;
      const done = this.#split(bits, () => ({
        kind: 'float',
        stride: this.outputs * 4,
        columns: [bytesOf(columns[0]), bytesOf(columns[1])],
        collect: (buffer, pointer) => {
          target ??= new Float32Array(length);
          (given() ?? (target as Float32Array)).set(new Float32Array(buffer, pointer, length));
        },
      }));
      if (done) return target!;
      return this.#timed(bits.rows, () =>
        out === undefined
          ? this.#alone.toFloat(bits, ...columns)
          : this.#alone.toFloat(bits, ...columns, out),
      );
    });
  }

  /**
   * One bit a dot product; see {@link BinaryProduct.toBits}.
   *
   * @param activations - M x K bits or floats
   * @param thresholds - one decision a column
   * @param out - M x N bits to write to, not the activations themselves; new where absent
   * @throws OnebitError as {@link BinaryProduct.toBits}
   */
  toBits(activations: Activations, thresholds: ColumnThresholds, out?: BitMatrix): BitMatrix {
    requireLength('thresholds', { length: thresholds.columns }, this.outputs);
    return withBits(activations, this.inputs, (bits) => {
      const fits =
        out === undefined ||
        (out !== activations && out.rows === bits.rows && out.columns === this.outputs);
      // What does not fit is refused by the single thread, in its words.
      if (!fits) return this.#alone.toBits(activations, thresholds, out);
      let target = out;
      const stride = Math.ceil(this.outputs / 128) * 16;
      const done = this.#split(bits, () => {
        const { bounds, flips } = thresholds.countBounds(this.inputs);
        const bytes = kernelMemory.u8();
        const size = flips - bounds;
        return {
          kind: 'bits',
          stride,
          columns: [bytes.slice(bounds, flips), bytes.slice(flips, flips + size)],
          collect: (buffer, pointer) => {
            target ??= BitMatrix.uncleared(bits.rows, this.outputs);
            target.words.set(new Uint32Array(buffer, pointer, (bits.rows * stride) / 4));
          },
        };
      });
      return done
        ? target!
        : this.#timed(bits.rows, () => this.#alone.toBits(bits, thresholds, out));
    });
  }

  /**
   * Tells how products of M rows are computed.
   *
   * @param rows - M, at least 1
   */
  planFor(rows: number): ThreadedPlan {
    const { crew, reason } = this.#pool;
    const { method } = this.#alone.planFor(rows);
    if (crew === undefined) return { method, threads: 1, reason };
    const { split } = this.#knownOf(rows, crew);
    if (split.job === undefined) return { method, threads: 1, reason: split.reason };
    return {
      method: nameOf(split.job.method),
      threads: Math.min(crew.size, split.job.plan.blocks),
      reason: split.reason,
    };
  }

  /** Gives the memory of the weights back. A second call does nothing. */
  dispose(): void {
    this.#alone.dispose();
    this.#packed.dispose();
    this.#shared?.dispose();
    this.#shared = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** What is known of products of so many rows with these threads. */
  #knownOf(rows: number, crew: Crew): Known {
    const { variant } = selectedKernels();
    const found = this.#known.get(rows);
    const current = found?.crew === crew && found.variant === variant;
    if (current && !(found.split.job && found.alone.wanted)) return found;
    const { method } = this.#alone.planFor(rows);
    const shape = { m: rows, n: this.outputs, k: this.inputs };
    const split = splitProduct(shape, method, crew.size);
    const known = { split, crew, variant, alone: current ? found.alone : new AloneTimes() };
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(rows, known);
    return known;
  }

  /** Computes with all threads and collects the output; false where one thread has to do it. */
  #split(bits: BitMatrix, output: () => Output): boolean {
    const { crew } = this.#pool;
    if (crew === undefined) return false;
    const { split, alone } = this.#knownOf(bits.rows, crew);
    if (split.job === undefined || (crew.balance.measures && alone.wanted)) return false;
    if (!crew.balance.allows || !crew.idle) return false;
    const start = performance.now();
    try {
      this.#shared ??= new SharedWeights(crew, this.#packed);
      this.#runJob(crew, this.#shared, split.job, bits, output());
    } catch (error) {
      // One thread needs less memory, since nothing is kept twice.
      if (error instanceof OnebitError && error.code === 'memory-exhausted') return false;
      throw error;
    }
    crew.balance.addShared(performance.now() - start, alone.typical);
    alone.noteShared();
    return true;
  }

  /** Runs on one thread and notes its time where threads may share such products. */
  #timed<Result>(rows: number, run: () => Result): Result {
    const { crew } = this.#pool;
    const known = crew && this.#known.get(rows);
    if (known?.split.job === undefined) return run();
    const start = performance.now();
    const result = run();
    const elapsed = performance.now() - start;
    known.alone.add(elapsed);
    known.crew.balance.addAlone(elapsed);
    return result;
  }

  #runJob(
    crew: Crew,
    shared: SharedWeights,
    { method, plan }: NonNullable<Split['job']>,
    bits: BitMatrix,
    output: Output,
  ): void {
    const { memory } = crew;
    const { rows } = bits;
    const activationStride = bits.wordsPerRow * 4;
    const [first, second] = output.columns ?? [];
    const weights = shared.layoutFor(method);
    const outBytes = rows * output.stride;
    const sizes = [
      JOB_WORDS * 4,
      plan.blocks,
      rows * activationStride,
      plan.indexBytes,
      first?.length ?? 0,
      second?.length ?? 0,
      outBytes,
      plan.scratchBytes * crew.size,
    ].map((size) => Math.ceil(size / 64) * 64);
    let at = crew.workspace(sizes.reduce((sum, size) => sum + size, 0));
    const [words, flags, activations, index, firstAt, secondAt, out, scratch] = sizes.map(
      (size) => (at += size) - size,
    ) as [number, number, number, number, number, number, number, number];

    const bytes = memory.u8();
    const from = bits.pointer;
    bytes.set(kernelMemory.u8().subarray(from, from + rows * activationStride), activations);
    if (first) bytes.set(first, firstAt);
    if (second) bytes.set(second, secondAt);
    // Bits past the last column are written by no block.
    if (output.kind === 'bits') bytes.fill(0, out, out + outBytes);
    if (plan.indexBytes > 0) {
      const { octets, bits: width, vectors, piece } = plan;
      crew.kernels.run((kernels) => {
        for (let row = 0; row < rows; row += piece) {
          const source = activations + row * activationStride;
          const here = Math.min(piece, rows - row);
          const target = index + row * octets * 16;
          kernels.indices(source, activationStride, here, octets, width, 3 + vectors, target);
        }
      });
    }
    const shape = { m: rows, n: this.outputs, k: this.inputs };
    const places = {
      flags,
      activations,
      activationStride,
      weights,
      weightStride: shared.stride,
      index,
      output: output.kind,
      out,
      outStride: output.stride,
      first: firstAt,
      second: secondAt,
      scratch,
    };
    memory.u32().set(jobWords(shape, plan, places), words / 4);
    crew.run(words, flags, plan.blocks);
    output.collect(memory.buffer, out);
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
