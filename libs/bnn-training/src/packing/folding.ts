import type { BatchNormState } from '@onebit/bitwise-kernels';

/** The numbers of a batch norm at inference, as its kernel rounds them. */
export interface FoldedNorm {
  readonly mean: Float32Array;
  readonly factor: Float32Array;
  readonly bias: Float32Array;
}

/** Reads the running statistics and learned vectors of a batch norm. */
export function foldNorm(state: BatchNormState): FoldedNorm {
  const mean = state.runningMean.data.slice();
  const variance = state.runningVariance.data;
  const factor = Float32Array.from(
    variance,
    (value, at) => (state.gain?.data[at] ?? 1) / Math.sqrt(value + state.epsilon),
  );
  const bias = state.bias?.data.slice() ?? new Float32Array(mean.length);
  return { mean, factor, bias };
}

/** Scale and shift that stand for a batch norm: `y = scale * x + shift`. */
export function affineOf({ mean, factor, bias }: FoldedNorm): {
  scale: Float32Array;
  shift: Float32Array;
} {
  const shift = Float32Array.from(bias, (value, at) => value - mean[at]! * factor[at]!);
  return { scale: factor.slice(), shift };
}

/** Whole thresholds of batch norm and sign: `dot >= t`, or `dot <= t` where turned round. */
export interface FoldedThresholds {
  readonly thresholds: Int32Array;
  readonly flip: Uint8Array;
}

/**
 * Folds batch norm, a learned shift and the sign into whole thresholds on a sum.
 *
 * A channel fires where `gamma * (dot - mean) / sigma + beta + shift >= 0`. In real numbers that is
 * `dot >= t` for a positive gamma and `dot <= t` for a negative one. Training computes in 32-bit
 * floats, where rounding could move a tie; every operation there is monotone in the sum, so the
 * threshold is searched with the very operations of training, and packed and trained network agree
 * on every sum.
 *
 * @param norm - the batch norm
 * @param shift - the learned shift of the sign, one a channel, or none
 * @param limit - largest magnitude that a sum can have
 */
export function foldThresholds(
  { mean, factor, bias }: FoldedNorm,
  shift: Float32Array | undefined,
  limit: number,
): FoldedThresholds {
  const round = Math.fround;
  const channels = mean.length;
  const thresholds = new Int32Array(channels);
  const flip = new Uint8Array(channels);
  for (let at = 0; at < channels; at++) {
    const fires = (dot: number): boolean => {
      const norm = round(round(round(dot - mean[at]!) * factor[at]!) + bias[at]!);
      return round(norm + (shift?.[at] ?? 0)) >= 0;
    };
    if (factor[at]! < 0) {
      flip[at] = 1;
      thresholds[at] = -firstFiring((negated) => fires(-negated), limit);
    } else {
      thresholds[at] = firstFiring(fires, limit);
    }
  }
  return { thresholds, flip };
}

/** The smallest whole number in ±limit that fires; limit + 1 where none does. */
function firstFiring(fires: (sum: number) => boolean, limit: number): number {
  let low = -limit;
  let high = limit + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fires(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
