import type { Random } from '@onebit/bnn-training';
import { solveSymmetric } from './solve-symmetric.ts';

/** Weights as row scale times sign code times a small matrix. */
export interface Factors {
  readonly width: number;
  /** `[features, width]` of +1 and -1. */
  readonly codes: Int8Array;
  /** One scale a feature, not negative. */
  readonly scales: Float32Array;
  /** `[width, labels]` */
  readonly matrix: Float32Array;
  /** Weighted squared error left, as a share of the weighted squared weights. */
  readonly error: number;
}

/** What a factorisation is given. */
export interface FactoriseOptions {
  /** Bits of a code. */
  readonly width: number;
  readonly rounds: number;
  /** How much each row counts. */
  readonly rowWeights: ArrayLike<number>;
  readonly random: Random;
  readonly onRound?: (round: number, error: number) => void;
}

/**
 * Factors weights `[features, labels]` as `scale * code * matrix`, one scale and one code of `width`
 * bits a row: signs of a random frame to begin with, then in turns the matrix by least squares, each
 * code one bit at a time, each scale in closed form. Every step can only lower the error.
 *
 * @param weights - row after row
 * @param labels - length of a row
 */
export function factorise(
  weights: Float32Array,
  labels: number,
  { width, rounds, rowWeights, random, onRound }: FactoriseOptions,
): Factors {
  const rows = weights.length / labels;
  const codes = new Int8Array(rows * width);
  const scales = new Float32Array(rows);
  let matrix = randomFrame(width, labels, random);
  for (let row = 0; row < rows; row++) {
    for (let bit = 0; bit < width; bit++) {
      let product = 0;
      for (let label = 0; label < labels; label++) {
        product += matrix[bit * labels + label]! * weights[row * labels + label]!;
      }
      codes[row * width + bit] = product >= 0 ? 1 : -1;
    }
  }
  let error = fitRows(weights, labels, codes, scales, matrix, rowWeights, false);
  for (let round = 1; round <= rounds; round++) {
    matrix = leastSquares(weights, labels, codes, scales, width, rowWeights);
    error = fitRows(weights, labels, codes, scales, matrix, rowWeights, true);
    onRound?.(round, error);
  }
  return { width, codes, scales, matrix, error };
}

function randomFrame(width: number, labels: number, random: Random): Float32Array {
  return Float32Array.from({ length: width * labels }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    return (radius * Math.cos(2 * Math.PI * random.uniform())) / Math.sqrt(width);
  });
}

/** Flips bits while that helps and fits the scale, row by row; gives the weighted error left. */
function fitRows(
  weights: Float32Array,
  labels: number,
  codes: Int8Array,
  scales: Float32Array,
  matrix: Float32Array,
  rowWeights: ArrayLike<number>,
  flip: boolean,
): number {
  const width = matrix.length / labels;
  const norms = Float64Array.from({ length: width }, (_, bit) => {
    let square = 0;
    for (let label = 0; label < labels; label++) square += matrix[bit * labels + label]! ** 2;
    return square;
  });
  const sum = new Float64Array(labels);
  const rest = new Float64Array(labels);
  let error = 0;
  let total = 0;
  for (let row = 0; row < scales.length; row++) {
    const target = weights.subarray(row * labels, (row + 1) * labels);
    const code = codes.subarray(row * width, (row + 1) * width);
    sum.fill(0);
    for (let bit = 0; bit < width; bit++) addRow(sum, matrix, bit, code[bit]!);
    let scale = flip ? scales[row]! : 0;
    if (flip && scale > 0) {
      for (let label = 0; label < labels; label++)
        rest[label] = target[label]! - scale * sum[label]!;
      for (let bit = 0; bit < width; bit++) {
        let product = 0;
        for (let label = 0; label < labels; label++) {
          product += rest[label]! * matrix[bit * labels + label]!;
        }
        // Turning the bit adds 2 s c M to the rest; its square then changes by 4 s (c <rest, M> + s |M|^2).
        if (code[bit]! * product + scale * norms[bit]! >= 0) continue;
        addRow(rest, matrix, bit, 2 * scale * code[bit]!);
        addRow(sum, matrix, bit, -2 * code[bit]!);
        code[bit] = -code[bit]!;
      }
    }
    scale = closedFormScale(target, sum);
    if (scale < 0) {
      for (let bit = 0; bit < width; bit++) code[bit] = -code[bit]!;
      for (let label = 0; label < labels; label++) sum[label] = -sum[label]!;
      scale = -scale;
    }
    scales[row] = scale;
    for (let label = 0; label < labels; label++) {
      error += rowWeights[row]! * (target[label]! - scale * sum[label]!) ** 2;
      total += rowWeights[row]! * target[label]! ** 2;
    }
  }
  return error / total;
}

function addRow(to: Float64Array, matrix: Float32Array, row: number, factor: number): void {
  const from = row * to.length;
  for (let at = 0; at < to.length; at++) to[at]! += factor * matrix[from + at]!;
}

function closedFormScale(target: Float32Array, sum: Float64Array): number {
  let product = 0;
  let square = 0;
  for (let label = 0; label < sum.length; label++) {
    product += target[label]! * sum[label]!;
    square += sum[label]! ** 2;
  }
  return square === 0 ? 0 : product / square;
}

/** The matrix that is best for given codes and scales. */
function leastSquares(
  weights: Float32Array,
  labels: number,
  codes: Int8Array,
  scales: Float32Array,
  width: number,
  rowWeights: ArrayLike<number>,
): Float32Array {
  const gram = new Float64Array(width * width);
  const right = new Float64Array(width * labels);
  for (let row = 0; row < scales.length; row++) {
    const scale = scales[row]!;
    const square = rowWeights[row]! * scale * scale;
    if (square === 0) continue;
    const code = codes.subarray(row * width, (row + 1) * width);
    for (let bit = 0; bit < width; bit++) {
      const signed = square * code[bit]!;
      const line = bit * width;
      for (let other = bit; other < width; other++) gram[line + other]! += signed * code[other]!;
      const weighted = rowWeights[row]! * scale * code[bit]!;
      for (let label = 0; label < labels; label++) {
        right[bit * labels + label]! += weighted * weights[row * labels + label]!;
      }
    }
  }
  for (let bit = 0; bit < width; bit++) {
    for (let other = 0; other < bit; other++)
      gram[bit * width + other] = gram[other * width + bit]!;
  }
  return Float32Array.from(solveSymmetric(gram, width, right, labels));
}
