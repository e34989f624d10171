/** What a list of timings is reduced to. Milliseconds a call. */
export interface Timing {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  /** (p90 - p10) / median: how far one figure can be trusted. */
  readonly spread: number;
  /** How many samples stand behind the figures. */
  readonly samples: number;
}

/**
 * The q-quantile of sorted values, interpolated between neighbours.
 *
 * @param sorted - values in rising order, at least one
 * @param q - 0 .. 1
 */
export function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) throw new RangeError('a quantile needs at least one value');
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}

/** Median, 10th and 90th percentile of timings in any order. */
export function summarise(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const p10 = quantile(sorted, 0.1);
  const p90 = quantile(sorted, 0.9);
  return {
    median,
    p10,
    p90,
    spread: median > 0 ? (p90 - p10) / median : 0,
    samples: sorted.length,
  };
}
