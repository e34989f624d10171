/** A mean with the half width of its 95 % interval. */
export interface MeanWithInterval {
  readonly mean: number;
  /** 1.96 standard errors over mixtures, which takes mixtures of one pair as independent. */
  readonly ci95: number;
}

/** Mean of values. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean and interval of values; the interval of a single value is 0. */
export function meanWithInterval(values: readonly number[]): MeanWithInterval {
  const centre = mean(values);
  if (values.length < 2) return { mean: centre, ci95: 0 };
  const variance =
    values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
  return { mean: centre, ci95: 1.96 * Math.sqrt(variance / values.length) };
}
