/**
 * A unit that is 1 where a weighted sum of bits exceeds a bias: a BiSE neuron, whose bits are the
 * pixels of a window, or a LUI unit, whose bits are channels.
 */
export interface ThresholdUnit {
  readonly weights: ArrayLike<number>;
  readonly bias: number;
}

/** An operator that a unit is, or comes nearest to: over the inputs whose cell is 1. */
export interface UnitOperator {
  /** `or` is a dilation or a union, `and` an erosion or an intersection. */
  readonly kind: 'or' | 'and';
  readonly set: Uint8Array;
}

/** An operator with how far a unit is from it. */
export interface NearestOperator extends UnitOperator {
  /** By how much the inequality is missed; 0 where the unit is this operator. */
  readonly violation: number;
}

/**
 * The operator that a unit is on all inputs, or undefined where it is none: the exactness test of
 * T. Aouad and H. Talbot (2022, theorem 1), with w⁻ and w⁺ the sums of negative and positive weights.
 *
 * - OR over S: Σ_{k∉S, w>0} w <= bias < min_S w + w⁻
 * - AND over S: w⁺ - min_S w <= bias < Σ_{S, w>0} w + w⁻
 *
 * @param unit - weights of any sign, and the bias that the sum has to exceed
 *
 * @example
 * ```ts
 * import { exactOperator } from '@onebit/morphology';
 * console.log(exactOperator({ weights: [2, 0.1, 3], bias: 1 })?.kind); // or
 * console.log(exactOperator({ weights: [2, 0.1, 3], bias: 4 })?.set.join('')); // 101
 * console.log(exactOperator({ weights: [1, 1, 1], bias: 1.5 })); // undefined
 * ```
 */
export function exactOperator(unit: ThresholdUnit): UnitOperator | undefined {
  const nearest = nearestOperator(unit);
  return nearest.violation === 0 ? { kind: nearest.kind, set: nearest.set } : undefined;
}

/**
 * The operator whose inequality a unit misses by least, over every cut of its weights in order of
 * size.
 */
export function nearestOperator({ weights, bias }: ThresholdUnit): NearestOperator {
  const values = Array.from(weights);
  const positive = values.reduce((sum, weight) => sum + Math.max(0, weight), 0);
  const negative = values.reduce((sum, weight) => sum + Math.min(0, weight), 0);
  const order = values.map((_, at) => at).sort((a, b) => values[b]! - values[a]!);
  let best: NearestOperator = {
    kind: 'or',
    set: new Uint8Array(values.length),
    violation: Infinity,
  };
  let inside = 0;
  for (let size = 1; size <= order.length; size++) {
    const least = values[order[size - 1]!]!;
    inside += Math.max(0, least);
    if (order.length > size && values[order[size]!] === least) continue;
    const bounds = [
      ['or', positive - inside, least + negative],
      ['and', positive - least, inside + negative],
    ] as const;
    for (const [kind, low, high] of bounds) {
      // The upper bound is strict: a sum that equals the bias does not exceed it.
      const violation = Math.max(low - bias, bias < high ? 0 : bias - high + Number.MIN_VALUE, 0);
      if (violation >= best.violation) continue;
      const set = new Uint8Array(values.length);
      for (const at of order.slice(0, size)) set[at] = 1;
      best = { kind, set, violation };
    }
  }
  return best;
}

/**
 * The operator of the nearest unit whose weights are constant on a set and 0 off it: the exact
 * projection of T. Aouad and H. Talbot (2024). With the weights in falling order the set is the first
 * j that make (w₁ + … + w_j) / √j largest; the kind is the side of half the sum that the bias is on.
 */
export function constantSetProjection({ weights, bias }: ThresholdUnit): UnitOperator {
  const values = Array.from(weights);
  const order = values.map((_, at) => at).sort((a, b) => values[b]! - values[a]!);
  let [sum, best, size] = [0, -Infinity, 1];
  order.forEach((at, index) => {
    sum += values[at]!;
    const score = sum / Math.sqrt(index + 1);
    if (score > best) [best, size] = [score, index + 1];
  });
  const set = new Uint8Array(values.length);
  for (const at of order.slice(0, size)) set[at] = 1;
  const total = values.reduce((all, weight) => all + weight, 0);
  return { kind: total / 2 >= bias ? 'or' : 'and', set };
}
