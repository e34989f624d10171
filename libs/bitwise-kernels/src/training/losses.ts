import { OnebitError } from '@onebit/errors';
import { destinationFor, requireEqual, requireNumber, requireShape } from './checks.ts';
import type { MapOptions } from './elementwise.ts';
import { exponential, logarithm, logarithmFromOneToTwo } from './elementary.ts';
import type { FloatMatrix } from './float-matrix.ts';

/** A loss and its gradient with respect to the scores. */
export interface Loss {
  /** Mean loss. */
  readonly loss: number;
  /** dLoss/dScores, R x C. */
  readonly gradient: FloatMatrix;
}

/** What {@link softmaxCrossEntropy} may be given. */
export interface SoftmaxOptions extends MapOptions {
  /** Share of the target spread evenly over all classes, 0 to below 1; 0 where absent. */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy of the softmax of scores, and its gradient (softmax - target) / R.
 *
 * @param scores - R x C
 * @param targets - R class indices from 0, or R x C probabilities (of a teacher, for instance)
 * @returns mean loss over the rows, gradient
 * @throws OnebitError `size-mismatch`, `value-invalid` for a class that does not exist or a loss
 * that is not finite
 *
 * @example
 * ```ts
 * import { FloatMatrix, softmaxCrossEntropy } from '@onebit/bitwise-kernels';
 * const { loss, gradient } = softmaxCrossEntropy(FloatMatrix.from(1, 2, [0, 0]), [1]);
 * console.log(loss.toFixed(4), gradient.data.join(' ')); // 0.6931 0.5 -0.5
 * ```
 */
export function softmaxCrossEntropy(
  scores: FloatMatrix,
  targets: ArrayLike<number> | FloatMatrix,
  options: SoftmaxOptions = {},
): Loss {
  const { rows, columns } = scores;
  const { labelSmoothing: smoothing = 0 } = options;
  requireNumber('labelSmoothing', smoothing, 'from 0 to below 1', smoothing >= 0 && smoothing < 1);
  const targetOf = targetReader(targets, rows, columns);
  const gradient = destinationFor(options.destination, rows, columns);
  const data = scores.data;
  const out = gradient.data;
  const powers = new Float64Array(columns);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    let largest = -Infinity;
    for (let column = 0; column < columns; column++) {
      largest = Math.max(largest, data[at + column]!);
    }
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      sum += powers[column] = exponential(data[at + column]! - largest);
    }
    const logSum = logarithm(sum);
    for (let column = 0; column < columns; column++) {
      const target = (1 - smoothing) * targetOf(row, column) + smoothing / columns;
      if (target !== 0) total += target * (logSum - (data[at + column]! - largest));
      out[at + column] = (powers[column]! / sum - target) / rows;
    }
  }
  return finished(total / rows, gradient);
}

/** What {@link sigmoidCrossEntropy} may be given. */
export interface SigmoidOptions extends MapOptions {
  /** One weight an element, R x C; 1 where absent. */
  readonly weights?: FloatMatrix | undefined;
  /** How much a target of 1 weighs against one of 0, one a column, 1 x C; 1 where absent. */
  readonly positiveWeights?: FloatMatrix | undefined;
  /** What the sum of the losses is divided by, above 0; R * C where absent. */
  readonly divisor?: number;
}

/**
 * Binary cross-entropy of the sigmoid of scores, for masks and for labels that exclude no other.
 *
 * @param scores - R x C
 * @param targets - R x C, from 0 to 1
 * @returns loss, gradient
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { FloatMatrix, sigmoidCrossEntropy } from '@onebit/bitwise-kernels';
 * const targets = FloatMatrix.from(1, 2, [1, 0]);
 * const { loss, gradient } = sigmoidCrossEntropy(FloatMatrix.from(1, 2, [0, 0]), targets);
 * console.log(loss.toFixed(4), gradient.data.join(' ')); // 0.6931 -0.25 0.25
 * ```
 */
export function sigmoidCrossEntropy(
  scores: FloatMatrix,
  targets: FloatMatrix,
  options: SigmoidOptions = {},
): Loss {
  const { rows, columns } = scores;
  const { weights, positiveWeights, divisor = rows * columns } = options;
  requireShape('targets', targets, rows, columns);
  if (weights) requireShape('weights', weights, rows, columns);
  if (positiveWeights) requireShape('positive weights', positiveWeights, 1, columns);
  requireNumber('divisor', divisor, 'above 0', divisor > 0);
  const gradient = destinationFor(options.destination, rows, columns);
  const out = gradient.data;
  const score = scores.data;
  const target = targets.data;
  const weight = weights?.data;
  const positive = positiveWeights?.data;
  let total = 0;
  for (let at = 0; at < out.length; at++) {
    const z = score[at]!;
    const t = target[at]!;
    const w = weight?.[at] ?? 1;
    const p = positive ? positive[at % columns]! : 1;
    const power = exponential(-Math.abs(z));
    const sigmoid = (z >= 0 ? 1 : power) / (1 + power);
    // -log sigmoid(z), and -log sigmoid(-z) is larger by z.
    const lossOfOne = Math.max(-z, 0) + logarithmFromOneToTwo(1 + power);
    total += w * (p * t * lossOfOne + (1 - t) * (lossOfOne + z));
    out[at] = (w * ((1 - t) * sigmoid - p * t * (1 - sigmoid))) / divisor;
  }
  return finished(total / divisor, gradient);
}

/** What {@link squaredHinge} may be given. */
export interface HingeOptions extends MapOptions {
  /** One weight an element, R x C; 1 where absent. */
  readonly weights?: FloatMatrix | undefined;
  /** What the sum of the losses is divided by, above 0; R * C where absent. */
  readonly divisor?: number;
}

/**
 * The squared hinge loss max(0, 1 - target * score)^2 (Hubara et al., 2016).
 *
 * @param scores - R x C
 * @param targets - R x C, +1 or -1
 * @returns loss, gradient
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { FloatMatrix, squaredHinge } from '@onebit/bitwise-kernels';
 * const targets = FloatMatrix.from(1, 2, [1, -1]);
 * const { loss, gradient } = squaredHinge(FloatMatrix.from(1, 2, [0.5, -3]), targets);
 * console.log(loss, gradient.data.join(' ')); // 0.125 -0.5 0
 * ```
 */
export function squaredHinge(
  scores: FloatMatrix,
  targets: FloatMatrix,
  options: HingeOptions = {},
): Loss {
  const { rows, columns } = scores;
  const { weights, divisor = rows * columns } = options;
  requireShape('targets', targets, rows, columns);
  if (weights) requireShape('weights', weights, rows, columns);
  requireNumber('divisor', divisor, 'above 0', divisor > 0);
  const gradient = destinationFor(options.destination, rows, columns);
  const out = gradient.data;
  const score = scores.data;
  const target = targets.data;
  const weight = weights?.data;
  let total = 0;
  for (let at = 0; at < out.length; at++) {
    const short = 1 - target[at]! * score[at]!;
    const w = weight?.[at] ?? 1;
    // The comparison is false for NaN too, which has to reach the sum instead of vanishing.
    const active = !(short <= 0);
    if (active) total += w * short * short;
    out[at] = active ? (-2 * w * target[at]! * short) / divisor : 0;
  }
  return finished(total / divisor, gradient);
}

function targetReader(
  targets: ArrayLike<number> | FloatMatrix,
  rows: number,
  columns: number,
): (row: number, column: number) => number {
  if ('data' in targets) {
    requireShape('targets', targets, rows, columns);
    const { data } = targets;
    return (row, column) => data[row * columns + column]!;
  }
  requireEqual('numbers of scores and targets', rows, targets.length);
  for (let row = 0; row < rows; row++) {
    const target = targets[row]!;
    const fits = Number.isInteger(target) && target >= 0 && target < columns;
    requireNumber(`class of row ${row}`, target, `from 0 to ${columns - 1}`, fits);
  }
  return (row, column) => (targets[row] === column ? 1 : 0);
}

function finished(loss: number, gradient: FloatMatrix): Loss {
  if (Number.isFinite(loss)) return { loss, gradient };
  throw new OnebitError('value-invalid', {
    expected: 'a finite loss',
    received: String(loss),
    hint: 'Training has diverged: lower the learning rate, or check the inputs.',
  });
}
