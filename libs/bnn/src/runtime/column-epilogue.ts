import {
  type BatchNormState,
  type BitMatrix,
  type ColumnThresholds,
  FloatMatrix,
  normalizeColumns,
  signBits,
} from '@onebit/bitwise-kernels';

/** Numbers of one affine: `scale * x + shift` per column. */
export interface Affine {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

/** Scales or decides sums that stand in memory, with its operands laid out once. */
export interface ColumnEpilogue<Result> {
  /** The given matrix is used up. */
  run(sums: FloatMatrix): Result;
  dispose(): void;
}

/**
 * `scale * x + shift`, each operation rounded to 32 bits: a batch norm of mean 0 whose variance and
 * epsilon add up to 1, so that its factor is the scale itself.
 */
export function affineEpilogue({ scale, shift }: Affine): ColumnEpilogue<FloatMatrix> {
  const columns = scale.length;
  const state: BatchNormState = {
    gain: FloatMatrix.from(1, columns, scale),
    bias: FloatMatrix.from(1, columns, shift),
    runningMean: FloatMatrix.create(1, columns),
    runningVariance: FloatMatrix.create(1, columns),
    epsilon: 1,
  };
  return {
    run: (sums) => normalizeColumns(sums, state, { destination: sums }),
    dispose() {
      for (const vector of [state.gain, state.bias, state.runningMean, state.runningVariance])
        vector?.dispose();
    },
  };
}

/**
 * One bit an element by the threshold of its column, as the sign of `sum - level`: a difference of
 * two floats rounds to zero only where they are equal. A falling column, `sum <= level`, is
 * `sum >= level + 1` turned over, because sums are whole.
 */
export function thresholdEpilogue(thresholds: ColumnThresholds): ColumnEpilogue<BitMatrix> {
  const { columns } = thresholds;
  const shift = FloatMatrix.create(1, columns);
  const turned = new Uint32Array(Math.ceil(columns / 32));
  for (let column = 0; column < columns; column++) {
    const falling = thresholds.isFalling(column);
    const level = thresholds.level(column);
    shift.data[column] = -leastFloatFrom(falling ? level + 1 : level);
    if (falling) turned[column >>> 5]! |= 1 << (column & 31);
  }
  const turns = turned.some((word) => word !== 0);
  return {
    run(sums) {
      const bits = signBits(sums, { shift });
      sums.dispose();
      if (turns) turnColumns(bits, turned);
      return bits;
    },
    dispose() {
      shift.dispose();
    },
  };
}

function turnColumns({ words, rows, wordsPerRow }: BitMatrix, turned: Uint32Array): void {
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < turned.length; at++) words[row * wordsPerRow + at]! ^= turned[at]!;
  }
}

/** The least 32-bit float that is at least a number: levels beyond 2^24 need not be floats. */
function leastFloatFrom(value: number): number {
  const near = Math.fround(value);
  if (near >= value) return near;
  const float = Float32Array.of(near);
  // The bits of negative floats count away from zero.
  new Int32Array(float.buffer)[0]! += near < 0 ? -1 : 1;
  return float[0]!;
}
