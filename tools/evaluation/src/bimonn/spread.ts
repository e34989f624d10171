/** What several trainings gave of one figure. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation over the trainings. */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** Mean and spread of values, at least one. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    deviation: Math.sqrt(squares / Math.max(1, values.length - 1)),
    least: Math.min(...values),
    most: Math.max(...values),
  };
}
