import { FloatString } from '@onebit/bitwise-kernels';
import type { OrderStatistic } from './binary-unit.ts';
import type { ThresholdUnit } from './threshold-unit.ts';

/** Largest weights that are tried, smallest first. */
const SCALES = [1, 2, 3, 4, 5, 7, 10, 15] as const;

/** Where a unit reads: its inputs as strings of 0 and 1, each with the shifts of its weights. */
export interface UnitInputs {
  readonly strings: readonly FloatString[];
  /** A string and a shift, a weight. */
  readonly reads: readonly { readonly string: number; readonly shift: number }[];
  /** Places that count. */
  readonly inside: Uint8Array;
}

/** A weighted order statistic, and on how many places it differs from the unit. */
export interface FittedStatistic {
  readonly statistic: OrderStatistic;
  readonly errors: number;
  readonly places: number;
}

/**
 * The weighted order statistic with the smallest whole weights that does what a unit of positive
 * weights does on all places it is shown, or else the one that differs on the fewest of them.
 *
 * @param unit - a threshold unit; weights below 0 count as 0
 * @param inputs - what it reads
 */
export function orderStatisticOf(unit: ThresholdUnit, inputs: UnitInputs): FittedStatistic {
  const weights = Array.from(unit.weights, (weight) => Math.max(0, weight));
  const largest = Math.max(...weights, Number.MIN_VALUE);
  const { inside } = inputs;
  const places = inside.reduce((sum, bit) => sum + bit, 0);
  using exact = sumsOf(unit.weights, inputs);
  const wanted = Uint8Array.from(exact.data, (sum) => (sum > unit.bias ? 1 : 0));
  let best: FittedStatistic | undefined;
  for (const scale of SCALES) {
    const whole = Uint8Array.from(weights, (weight) => Math.round((weight / largest) * scale));
    const total = whole.reduce((sum, weight) => sum + weight, 0);
    // How many places of each sum the unit turns off and on.
    const counts = [new Uint32Array(total + 1), new Uint32Array(total + 1)] as const;
    using sums = sumsOf(whole, inputs);
    const { data } = sums;
    for (let at = 0; at < inside.length; at++) {
      if (inside[at] === 1) counts[wanted[at] === 1 ? 1 : 0][data[at]!]! += 1;
    }
    // Threshold 0 sets every place: wrong are those that are off. Each step up frees one sum.
    let errors = counts[0].reduce((sum, count) => sum + count, 0);
    let [least, threshold] = [errors, 0];
    for (let sum = 0; sum <= total; sum++) {
      errors += counts[1][sum]! - counts[0][sum]!;
      if (errors < least) [least, threshold] = [errors, sum + 1];
    }
    if (best !== undefined && least >= best.errors) continue;
    best = {
      statistic: { kind: 'order-statistic', weights: whole, threshold },
      errors: least,
      places,
    };
    if (least === 0) break;
  }
  return best!;
}

function sumsOf(weights: ArrayLike<number>, { strings, reads }: UnitInputs): FloatString {
  const sums = new FloatString(strings[0]!.length, 0);
  for (const [index, string] of strings.entries()) {
    const own = reads.flatMap((read, at) => (read.string === index ? [at] : []));
    string.correlate(
      own.map((at) => weights[at]!),
      own.map((at) => reads[at]!.shift),
      sums,
      { accumulate: true },
    );
  }
  return sums;
}
