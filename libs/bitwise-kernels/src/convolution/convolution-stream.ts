import { OnebitError } from '@onebit/errors';
import type { ColumnThresholds } from '../products/column-thresholds.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { requireEqual } from '../training/checks.ts';
import type { BinaryConvolution } from './binary-convolution.ts';
import { endless, geometryOf, type ConvolutionWindow } from './geometry.ts';
import { fillBits } from './patches.ts';

/**
 * The window of a convolution over time, for pictures of height 1.
 *
 * @param taps - frames that one output sees, at least 1
 * @param options - dilation: frames from tap to tap; stride: frames from output to output; align:
 * `causal` sees the present and the past, `centred` as much of the future as of the past; outside:
 * the bit read before the start and after the end
 * @returns the window, padded so that stride 1 gives as many outputs as frames
 * @throws OnebitError `value-invalid` for an even number of taps with `centred`
 *
 * @example
 * ```ts
 * import { sequenceWindow } from '@onebit/bitwise-kernels';
 * const { padding } = sequenceWindow(3, { dilation: 2, align: 'causal' });
 * console.log(String(padding)); // 0,0,4,0
 * ```
 */
export function sequenceWindow(
  taps: number,
  options: {
    readonly dilation?: number;
    readonly stride?: number;
    readonly align?: 'causal' | 'centred';
    readonly outside?: 0 | 1;
  } = {},
): ConvolutionWindow {
  const { dilation = 1, stride = 1, align = 'causal', outside = 0 } = options;
  const reach = (taps - 1) * dilation;
  if (align === 'centred' && reach % 2 === 1) {
    throw new OnebitError('value-invalid', {
      expected: 'a centred window that reaches as far ahead as back',
      received: `${taps} taps, ${dilation} apart`,
      hint: 'Take an odd number of taps.',
    });
  }
  const [left, right] = align === 'causal' ? [reach, 0] : [reach / 2, reach / 2];
  return {
    kernel: [1, taps],
    stride: [1, stride],
    dilation: [1, dilation],
    padding: [0, 0, left, right],
    outside,
  };
}

/**
 * A convolution over time that takes frames as they come: piece by piece it gives what
 * {@link BinaryConvolution} gives for the whole sequence.
 *
 * It keeps the frames that later outputs will still see. A centred window answers as much later as
 * it looks ahead.
 *
 * @example
 * ```ts
 * import { BinaryConvolution, BitMatrix, ConvolutionStream } from '@onebit/bitwise-kernels';
 * import { sequenceWindow } from '@onebit/bitwise-kernels';
 * const weights = BitMatrix.fromBytes(1, 2, Uint8Array.of(1, 1));
 * const convolution = BinaryConvolution.prepare(weights, sequenceWindow(2));
 * const stream = new ConvolutionStream(convolution);
 * console.log(stream.toInt32(BitMatrix.fromBytes(2, 1, Uint8Array.of(1, 1))).join(' ')); // 0 2
 * console.log(stream.toInt32(BitMatrix.fromBytes(1, 1, Uint8Array.of(0))).join(' ')); // 0
 * ```
 */
export class ConvolutionStream {
  readonly #convolution: BinaryConvolution;
  readonly #valid: BinaryConvolution;
  readonly #reach: number;
  readonly #stride: number;
  readonly #ahead: number;
  /** Frames that outputs to come still see. */
  #kept: BitMatrix | undefined;
  /** Frames to drop before the next output, where the stride is longer than the reach. */
  #skip = 0;
  #ended = false;

  /**
   * Starts a sequence.
   *
   * @param convolution - its window has height 1 (see {@link sequenceWindow}); it stays the
   * caller's and is used until the stream ends
   * @throws OnebitError `size-invalid` for a window of another height
   */
  constructor(convolution: BinaryConvolution) {
    const { window, channels } = convolution;
    const geometry = geometryOf(window, endless, channels);
    if (geometry.kernelHeight !== 1 || geometry.output.height !== endless.height) {
      throw new OnebitError('size-invalid', {
        expected: 'a window of height 1 without stride or padding down',
        received: `height ${geometry.kernelHeight}`,
        hint: 'Make the window with sequenceWindow.',
      });
    }
    this.#convolution = convolution;
    this.#valid = convolution.withWindow({ ...window, padding: 0 });
    this.#reach = (geometry.kernelWidth - 1) * geometry.dilationX + 1;
    this.#stride = geometry.strideX;
    const { padding = 0 } = window;
    this.#ahead = typeof padding === 'number' ? padding : padding[3];
    this.#kept = this.#outsideFrames(geometry.left);
  }

  /**
   * Takes frames and gives the outputs that they complete, as 32-bit integers.
   *
   * @param frames - N x C bits in order of time
   * @param options - last: no frames will follow, so what lies ahead reads as outside
   * @returns F integers an output, none where no output is complete
   * @throws OnebitError `size-mismatch`, `value-invalid` after the last frames
   */
  toInt32(frames: BitMatrix, options: { readonly last?: boolean } = {}): Int32Array {
    const empty = new Int32Array(0);
    return this.#push(frames, options.last ?? false, empty, (ready) =>
      this.#valid.toInt32(ready, { count: 1, height: 1, width: ready.rows }),
    );
  }

  /**
   * As {@link toInt32}, as bits.
   *
   * @param frames - N x C bits in order of time
   * @param thresholds - one decision a filter
   * @param options - last: no frames will follow
   * @returns one row an output, undefined where no output is complete
   * @throws OnebitError as {@link toInt32}
   */
  toBits(
    frames: BitMatrix,
    thresholds: ColumnThresholds,
    options: { readonly last?: boolean } = {},
  ): BitMatrix | undefined {
    return this.#push(frames, options.last ?? false, undefined, (ready) =>
      this.#valid.toBits(ready, { count: 1, height: 1, width: ready.rows }, thresholds),
    );
  }

  /** Gives the memory of the kept frames back; the convolution stays. */
  dispose(): void {
    this.#kept?.dispose();
    this.#kept = undefined;
    this.#ended = true;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #push<Result>(
    frames: BitMatrix,
    last: boolean,
    none: Result,
    compute: (ready: BitMatrix) => Result,
  ): Result {
    if (this.#ended) {
      throw new OnebitError('value-invalid', {
        expected: 'frames of a sequence that goes on',
        received: 'frames after its end',
        hint: 'Start a new stream for a new sequence.',
      });
    }
    requireEqual('channels of frames and weights', frames.columns, this.#convolution.channels);
    const after = last ? this.#outsideFrames(this.#ahead) : undefined;
    const ready = joinFrames([this.#kept, frames, after], this.#skip);
    this.#kept?.dispose();
    after?.dispose();
    const count = ready?.rows ?? 0;
    const outputs = count < this.#reach ? 0 : Math.floor((count - this.#reach) / this.#stride) + 1;
    // Joining dropped as many frames of the skip as there were.
    const present = (this.#kept?.rows ?? 0) + frames.rows + (after?.rows ?? 0);
    const pending = Math.max(0, this.#skip - present);
    this.#kept = ready && joinFrames([ready], outputs * this.#stride);
    this.#skip = pending + Math.max(0, outputs * this.#stride - count);
    this.#ended = last;
    if (!ready) return none;
    try {
      return outputs === 0 ? none : compute(ready);
    } finally {
      ready.dispose();
    }
  }

  #outsideFrames(count: number): BitMatrix | undefined {
    if (count === 0) return undefined;
    const frames = BitMatrix.uncleared(count, this.#convolution.channels);
    fillBits(frames, this.#convolution.window.outside ?? 0);
    return frames;
  }
}

/** The rows of several matrices in order, less the first `skip` of them; undefined where none. */
function joinFrames(
  parts: readonly (BitMatrix | undefined)[],
  skip: number,
): BitMatrix | undefined {
  const present = parts.filter((part) => part !== undefined);
  const rows = present.reduce((sum, part) => sum + part.rows, 0) - skip;
  const [first] = present;
  if (rows <= 0 || first === undefined) return undefined;
  const joined = BitMatrix.uncleared(rows, first.columns);
  let at = -skip * joined.wordsPerRow;
  for (const { words } of present) {
    joined.words.set(words.subarray(Math.max(0, -at)), Math.max(0, at));
    at += words.length;
  }
  return joined;
}
