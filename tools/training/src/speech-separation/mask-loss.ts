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
}

const DECIBELS = 10 / Math.LN10;

/**
 * Mean energy of the error m X - S1 in decibels below the talkers' energies, where m is the sigmoid
 * of the scores. The other talker's mask is 1 - m and its error the same, so one term serves both.
 *
 * @param scores - one row a frame, one column a bin
 * @param either - whether the mask may be of either talker: the better order of each crop counts
 * (permutation-invariant training; Yu et al., 2017)
 */
export function maskLoss(scores: FloatMatrix, targets: MaskTargets, either: boolean): Loss {
  const { crops, power, cross, first, second } = targets;
  const gradient = FloatMatrix.create(scores.rows, scores.columns);
  const z = scores.data;
  const out = gradient.data;
  const size = z.length / crops;
  const mask = new Float32Array(size);
  let total = 0;
  for (let crop = 0; crop < crops; crop++) {
    const start = crop * size;
    let errorFirst = first[crop]!;
    let errorSecond = second[crop]!;
    for (let at = 0; at < size; at++) {
      const m = 1 / (1 + Math.exp(-z[start + at]!));
      mask[at] = m;
      const squared = m * m * power[start + at]!;
      const product = cross[start + at]!;
      errorFirst += squared - 2 * m * product;
      // Re(S2 conj(X)) = |X|^2 - Re(S1 conj(X)), since X = S1 + S2.
      errorSecond += squared - 2 * m * (power[start + at]! - product);
    }
    const swapped = either && errorSecond < errorFirst;
    const level = Math.sqrt(first[crop]! * second[crop]!) + 1e-12;
    const error = Math.max(swapped ? errorSecond : errorFirst, 1e-9 * level);
    total += DECIBELS * Math.log(error / level);
    const factor = (2 * DECIBELS) / (error * crops);
    for (let at = 0; at < size; at++) {
      const m = mask[at]!;
      const p = power[start + at]!;
      const own = swapped ? p - cross[start + at]! : cross[start + at]!;
      out[start + at] = factor * (m * p - own) * m * (1 - m);
    }
  }
  return { loss: total / crops, gradient };
}
