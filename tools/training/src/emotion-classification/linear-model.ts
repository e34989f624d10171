import type { Random } from '@onebit/bnn-training';
import type { SparseMatrix } from './sparse-matrix.ts';

/** Weights of a linear model with one output a label. */
export interface LinearModel {
  /** `[features, labels]` */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** How a linear model is fitted. */
export interface FitOptions {
  /** Weight of the losses against the squared weights: the inverse of the regularisation. */
  readonly inverseStrength: number;
  /** Passes at most. */
  readonly passes: number;
  /** Stops where the duality gap is below this share of the objective. */
  readonly tolerance: number;
  readonly random: Random;
  /** Only these rows are fitted to. */
  readonly rows?: Int32Array;
  readonly onPass?: (pass: number, gap: number) => void;
}

/** Newton steps on the one variable of a row and label at most, and when it is near enough. */
const NEWTON_STEPS = 12;
const NEAR = 1e-4;
/** The bias is the weight of a feature with this value in every row, so it is hardly held back. */
const BIAS_VALUE = 3;

/**
 * Fits all labels as one joint binary cross-entropy with squared weights, by coordinate ascent on the
 * dual (Shalev-Shwartz and Zhang, JMLR 2013; Yu, Huang and Lin, Machine Learning 2011): one pass over
 * the rows costs as much as one gradient, and a dozen come as close as a hundred steps of L-BFGS.
 * Targets may be soft: any probability from 0 to 1; one that is not a number is unknown and passed over.
 *
 * @param matrix - features
 * @param targets - `[rows, labels]`
 * @param labels - number of labels
 */
export function fitLinearModel(
  matrix: SparseMatrix,
  targets: Float32Array,
  labels: number,
  options: FitOptions,
): LinearModel {
  const { inverseStrength: c, passes, tolerance, random } = options;
  const { offsets, indices, values } = matrix;
  const rows = options.rows ?? Int32Array.from({ length: matrix.rows }, (_, row) => row);
  const weights = new Float32Array(matrix.columns * labels);
  const bias = new Float32Array(labels);
  // The dual variable of a row and label is c (target - p); p starts at the target, the weights at 0.
  const p = Float64Array.from(targets);
  const margins = new Float64Array(labels);
  const changes = new Float64Array(labels);
  for (let pass = 0; pass < passes; pass++) {
    const order = random.permutation(rows.length);
    let gap = 0;
    let loss = 0;
    for (const place of order) {
      const row = rows[place]!;
      const begin = offsets[row]!;
      const end = offsets[row + 1]!;
      let square = BIAS_VALUE ** 2;
      for (let label = 0; label < labels; label++) margins[label] = BIAS_VALUE * bias[label]!;
      for (let at = begin; at < end; at++) {
        const value = values[at]!;
        const from = indices[at]! * labels;
        square += value * value;
        for (let label = 0; label < labels; label++) {
          margins[label]! += value * weights[from + label]!;
        }
      }
      for (let label = 0; label < labels; label++) {
        const cell = row * labels + label;
        const margin = margins[label]!;
        const before = p[cell]!;
        if (Number.isNaN(before)) {
          changes[label] = 0;
          continue;
        }
        const nll = Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(margin, 0);
        loss += nll - targets[cell]! * margin;
        gap += nll - before * margin - entropy(before);
        const after = dualStep(margin, before, c * square);
        p[cell] = after;
        changes[label] = c * (before - after);
        bias[label]! += BIAS_VALUE * changes[label]!;
      }
      for (let at = begin; at < end; at++) {
        const value = values[at]!;
        const from = indices[at]! * labels;
        for (let label = 0; label < labels; label++) {
          weights[from + label]! += value * changes[label]!;
        }
      }
    }
    options.onPass?.(pass + 1, gap / loss);
    if (gap < tolerance * loss) break;
  }
  for (let label = 0; label < labels; label++) bias[label]! *= BIAS_VALUE;
  return { weights, bias };
}

/** Entropy of a coin in nats. */
function entropy(p: number): number {
  const q = 1 - p;
  return (p > 0 ? -p * Math.log(p) : 0) + (q > 0 ? -q * Math.log(q) : 0);
}

/**
 * The probability that is best for one row and label while all others stay: the root of
 * `m - margin - reach (before - sigmoid(m))`, by Newton steps that stay inside a bracket.
 */
function dualStep(margin: number, before: number, reach: number): number {
  const far = margin + reach * (before - 1 / (1 + Math.exp(-margin)));
  let low = Math.min(margin, far);
  let high = Math.max(margin, far);
  let next = Math.log(before / (1 - before));
  if (!(next > low && next < high)) next = (low + high) / 2;
  let after = 1 / (1 + Math.exp(-next));
  for (let step = 0; step < NEWTON_STEPS && high - low > NEAR; step++) {
    const excess = next - margin - reach * (before - after);
    if (excess > 0) high = next;
    else low = next;
    let moved = next - excess / (1 + reach * after * (1 - after));
    if (!(moved >= low && moved <= high)) moved = (low + high) / 2;
    const change = Math.abs(moved - next);
    next = moved;
    after = 1 / (1 + Math.exp(-next));
    if (change < NEAR) break;
  }
  return after;
}
