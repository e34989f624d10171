/** A mean with its 95 % interval. */
export interface MeanWithInterval {
  readonly mean: number;
  /** Half the width of the interval. */
  readonly ci95: number;
  /** From 2.5 % to 97.5 % of the means of resampled groups (Efron's percentile bootstrap, 1979). */
  readonly interval: readonly [number, number];
}

/** Means that are drawn for an interval. */
const RESAMPLES = 4000;

/** Mean of values. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Mean of values, with an interval over groups of them that stand or fall together: whole groups are
 * drawn with replacement, always the same ones, so that the figures can be compared.
 *
 * @param groups - the group of each value
 */
export function meanWithInterval(
  values: readonly number[],
  groups: readonly string[],
): MeanWithInterval {
  const centre = mean(values);
  const sums = new Map<string, { sum: number; count: number }>();
  values.forEach((value, at) => {
    const group = sums.get(groups[at]!) ?? { sum: 0, count: 0 };
    sums.set(groups[at]!, { sum: group.sum + value, count: group.count + 1 });
  });
  const all = [...sums.values()];
  const random = numbers();
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let [sum, count] = [0, 0];
    for (const _ of all) {
      const group = all[Math.floor(random() * all.length)]!;
      sum += group.sum;
      count += group.count;
    }
    return sum / count;
  }).sort();
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))]!;
  const interval = [at(0.025), at(0.975)] as const;
  return { mean: centre, ci95: (interval[1] - interval[0]) / 2, interval };
}

/** Numbers from 0 to 1 without a short period, the same on every run: Marsaglia's xorshift (2003). */
function numbers(): () => number {
  let state = 2_463_534_242;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
