import { FloatMatrix, type Loss } from '@onebit/bitwise-kernels';

/** What the loss needs to know of a batch of crops: per bin of the mixture X and talkers S1, S2. */
export interface MaskTargets {
  readonly crops: number;
  /** |X|^2 per bin, crops one after the other. */
  readonly power: Float32Array;
  /** Re(S1 conj(X)) per bin. */
  readonly cross: Float32Array;
  /** Energy of the first and the second talker of each crop. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Of each crop 1 where the mask must be the first talker's, 0 where it may be of either. */
  readonly ordered: Uint8Array;
}

const DECIBELS = 10 / Math.LN10;

/** How like a talker an estimate is, in terms of which it changes with its mask. */
interface Likeness {
  /** SI-SDR in decibels (Le Roux et al., 2019). */
  readonly value: number;
  /** Its slope along <estimate, talker> and along |estimate|^2. */
  readonly alongProduct: number;
  readonly alongEnergy: number;
}

function likeness(product: number, energy: number, talker: number): Likeness {
  const least = 1e-6 * talker + 1e-30;
  // An estimate that points away from its talker counts as one that hardly points towards it.
  const a = Math.max(product, least);
  const rest = Math.max(energy * talker - a * a, least * least);
  return {
    value: DECIBELS * (2 * Math.log(a) - Math.log(rest)),
    alongProduct: DECIBELS * (2 / a + (2 * a) / rest),
    alongEnergy: (-DECIBELS * talker) / rest,
  };
}

/**
 * How much worse than the mixtures themselves the masked mixtures are, in decibels of SI-SDR, mean
 * of both talkers: its negative is the improvement. The mask m is the sigmoid of the scores, the
 * other talker's is 1 - m. The transform keeps inner products, so that no signal is synthesised.
 *
 * @param scores - one row a frame, one column a bin
 * @param targets - where a crop's talkers are in no order, the better one counts
 * (permutation-invariant training; Yu et al., 2017)
 */
export function maskLoss(scores: FloatMatrix, targets: MaskTargets): Loss {
  const { crops, power, cross, first, second, ordered } = targets;
  const gradient = FloatMatrix.create(scores.rows, scores.columns);
  const z = scores.data;
  const out = gradient.data;
  const size = z.length / crops;
  const mask = new Float32Array(size);
  let total = 0;
  for (let crop = 0; crop < crops; crop++) {
    const start = crop * size;
    let [all, firstAll, masked, firstMasked, squares] = [0, 0, 0, 0, 0];
    for (let at = 0; at < size; at++) {
      const m = 1 / (1 + Math.exp(-z[start + at]!));
      mask[at] = m;
      const p = power[start + at]!;
      const c = cross[start + at]!;
      all += p;
      firstAll += c;
      masked += m * p;
      firstMasked += m * c;
      squares += m * m * p;
    }
    const rest = all - 2 * masked + squares;
    // Re(S2 conj(X)) = |X|^2 - Re(S1 conj(X)), since X = S1 + S2.
    const energies = [first[crop]!, second[crop]!] as const;
    const straight = [
      likeness(firstMasked, squares, energies[0]),
      likeness(all - firstAll - masked + firstMasked, rest, energies[1]),
    ] as const;
    const crossed = [
      likeness(masked - firstMasked, squares, energies[1]),
      likeness(firstAll - firstMasked, rest, energies[0]),
    ] as const;
    const sum = ([one, other]: typeof straight): number => one.value + other.value;
    const swapped = ordered[crop] === 0 && sum(crossed) > sum(straight);
    const [own, others] = swapped ? crossed : straight;
    const before =
      likeness(firstAll, all, energies[0]).value + likeness(all - firstAll, all, energies[1]).value;
    total += (before - own.value - others.value) / 2;
    const factor = 1 / (2 * crops);
    for (let at = 0; at < size; at++) {
      const m = mask[at]!;
      const p = power[start + at]!;
      const c = swapped ? p - cross[start + at]! : cross[start + at]!;
      const slope =
        own.alongProduct * c -
        others.alongProduct * (p - c) +
        2 * p * (own.alongEnergy * m - others.alongEnergy * (1 - m));
      out[start + at] = -factor * slope * m * (1 - m);
    }
  }
  return { loss: total / crops, gradient };
}
