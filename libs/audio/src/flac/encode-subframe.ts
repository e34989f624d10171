import type { BitWriter } from './bit-writer.ts';

/** How one channel of a block is written, and what that costs. */
export interface SubframePlan {
  readonly samples: Int32Array;
  readonly depth: number;
  /** Order of the fixed predictor; undefined for samples as they are, and `constant` for one value. */
  readonly order: number | 'constant' | undefined;
  /** Samples less their prediction; those before the order are unused. */
  readonly residual: Float64Array;
  /** Rice parameters, one a partition. */
  readonly parameters: readonly number[];
  readonly bits: number;
}

const HIGHEST_ORDER = 4;
const HIGHEST_PARTITION_ORDER = 6;
/** Largest parameter of the coding with four bits a parameter, and with five. */
const FOUR_BITS = 14;
const FIVE_BITS = 30;

/**
 * Chooses the cheapest way to write samples: one value, as they are, or the residuals of the best
 * fixed predictor in Rice codes (RFC 9639, section 9.2).
 *
 * @param depth - bits a sample
 */
export function planSubframe(samples: Int32Array, depth: number): SubframePlan {
  const verbatim = {
    samples,
    depth,
    order: undefined,
    residual: new Float64Array(0),
    parameters: [],
    bits: 8 + samples.length * depth,
  };
  if (samples.every((value) => value === samples[0])) {
    return { ...verbatim, order: 'constant', bits: 8 + depth };
  }
  const { order, residual } = bestFixed(samples);
  let best: SubframePlan = verbatim;
  for (let partitionOrder = 0; partitionOrder <= HIGHEST_PARTITION_ORDER; partitionOrder++) {
    const size = samples.length / 2 ** partitionOrder;
    if (!Number.isInteger(size) || size <= order) break;
    const { parameters, bits } = riceCost(residual, order, size);
    const total = 8 + order * depth + 6 + bits;
    if (total < best.bits) best = { samples, depth, order, residual, parameters, bits: total };
  }
  return best;
}

/** The predictor of order 0 to 4 whose residuals are smallest: each is the difference of the one before. */
function bestFixed(samples: Int32Array): { order: number; residual: Float64Array } {
  let difference = Float64Array.from(samples);
  let best = { order: 0, residual: difference, sum: Infinity };
  for (let order = 0; order <= Math.min(HIGHEST_ORDER, samples.length - 1); order++) {
    if (order > 0) {
      const before = difference;
      difference = new Float64Array(before.length);
      for (let at = order; at < before.length; at++) difference[at] = before[at]! - before[at - 1]!;
    }
    let sum = 0;
    for (let at = HIGHEST_ORDER; at < difference.length; at++) sum += Math.abs(difference[at]!);
    if (sum < best.sum) best = { order, residual: difference, sum };
  }
  return best;
}

/** Parameters of each partition, and the bits of all. */
function riceCost(
  residual: Float64Array,
  order: number,
  size: number,
): { parameters: number[]; bits: number } {
  const parameters: number[] = [];
  let bits = 0;
  for (let start = 0; start < residual.length; start += size) {
    const from = Math.max(order, start);
    let sum = 0;
    for (let at = from; at < start + size; at++) sum += folded(residual[at]!);
    const count = start + size - from;
    // The parameter is near the logarithm of the mean; its neighbour may be better by little.
    const mean = sum / Math.max(1, count);
    const parameter = Math.min(FIVE_BITS, Math.max(0, Math.floor(Math.log2(mean + 1))));
    for (let at = from; at < start + size; at++) {
      bits += Math.floor(folded(residual[at]!) / 2 ** parameter) + 1 + parameter;
    }
    parameters.push(parameter);
  }
  return { parameters, bits: bits + parameters.length * parameterBits(parameters) };
}

const parameterBits = (parameters: readonly number[]): 4 | 5 =>
  parameters.some((parameter) => parameter > FOUR_BITS) ? 5 : 4;

/** Signs into the lowest bit: 0, -1, 1, -2 … become 0, 1, 2, 3 … */
const folded = (value: number): number => (value >= 0 ? 2 * value : -2 * value - 1);

/** Writes a subframe as it was planned. */
export function writeSubframe(out: BitWriter, plan: SubframePlan): void {
  const { samples, depth, order, residual, parameters } = plan;
  if (order === 'constant') {
    out.write(0, 8);
    out.write(samples[0]!, depth);
    return;
  }
  if (order === undefined) {
    out.write(1 << 1, 8);
    for (const value of samples) out.write(value, depth);
    return;
  }
  out.write((8 + order) << 1, 8);
  for (let at = 0; at < order; at++) out.write(samples[at]!, depth);
  const width = parameterBits(parameters);
  out.write(width - 4, 2);
  out.write(Math.log2(parameters.length), 4);
  const size = samples.length / parameters.length;
  for (const [partition, parameter] of parameters.entries()) {
    out.write(parameter, width);
    const end = (partition + 1) * size;
    for (let at = Math.max(order, partition * size); at < end; at++) {
      const value = folded(residual[at]!);
      out.unary(Math.floor(value / 2 ** parameter));
      out.write(value, parameter);
    }
  }
}
