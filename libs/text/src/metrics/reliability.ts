import { OnebitError } from '@onebit/errors';

/** One bar of a reliability curve. */
export interface ReliabilityBin {
  /** Probabilities from here (included) ... */
  readonly from: number;
  /** ... to here (excluded, but for the last bin). */
  readonly to: number;
  readonly count: number;
  /** Mean probability of what fell in. */
  readonly predicted: number;
  /** Share of it that was true. */
  readonly observed: number;
}

/** How far probabilities can be believed. */
export interface Reliability {
  /** Bins that hold anything, ascending. */
  readonly bins: readonly ReliabilityBin[];
  /** Mean distance of predicted from observed, weighted by count (Naeini et al., 2015). */
  readonly expectedCalibrationError: number;
}

/**
 * The reliability curve of probabilities: what share of the cases told at 30 % comes true.
 *
 * @param probabilities - from 0 to 1
 * @param truth - 1 where it came true, else 0
 * @param bins - number of bins of equal width, from 1
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { reliability } from '@onebit/text';
 * const { bins, expectedCalibrationError } = reliability([0.25, 0.25, 0.75, 0.75], [0, 1, 1, 1], 2);
 * console.log(bins.map(({ predicted, observed }) => `${predicted} -> ${observed}`)); // [ '0.25 -> 0.5', '0.75 -> 1' ]
 * console.log(expectedCalibrationError); // 0.25
 * ```
 */
export function reliability(
  probabilities: ArrayLike<number>,
  truth: ArrayLike<number>,
  bins: number,
): Reliability {
  if (probabilities.length !== truth.length || probabilities.length === 0) {
    throw new OnebitError('size-mismatch', {
      expected: 'as many outcomes as probabilities, at least one',
      received: `${probabilities.length} and ${truth.length}`,
      hint: 'Give both for every case.',
    });
  }
  const sums = Array.from({ length: bins }, () => ({ count: 0, predicted: 0, observed: 0 }));
  for (let at = 0; at < probabilities.length; at++) {
    const probability = probabilities[at]!;
    if (!(probability >= 0 && probability <= 1)) {
      throw new OnebitError('value-invalid', {
        expected: 'probabilities from 0 to 1',
        received: String(probability),
        hint: 'Turn log-odds into probabilities first.',
      });
    }
    const bin = sums[Math.min(bins - 1, Math.floor(probability * bins))]!;
    bin.count += 1;
    bin.predicted += probability;
    if (truth[at]! > 0) bin.observed += 1;
  }
  const filled = sums.flatMap(({ count, predicted, observed }, at) =>
    count === 0
      ? []
      : [
          {
            from: at / bins,
            to: (at + 1) / bins,
            count,
            predicted: predicted / count,
            observed: observed / count,
          },
        ],
  );
  const error = filled.reduce(
    (total, bin) => total + bin.count * Math.abs(bin.predicted - bin.observed),
    0,
  );
  return { bins: filled, expectedCalibrationError: error / probabilities.length };
}
