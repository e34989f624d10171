import type { Spectrogram } from '@onebit/audio';
import { UNITS, WINDOW } from './networks.ts';
import { BINS, type Standard, standardised } from './talker-pair.ts';

/** Windows that go through the network at once. */
const AT_ONCE = 64;

/**
 * Probability of each bin of a mixture that it is the first talker's: windows advance by one frame,
 * so that each bin is predicted up to twenty times; the mean counts (Simpson, 2015).
 *
 * @param infer - scores of windows
 * @returns one probability a bin, frames one after the other
 */
export function probabilitiesOf(
  { frames, data }: Spectrogram,
  standard: Standard,
  infer: (samples: Float32Array, count: number) => Float32Array,
): Float32Array {
  const features = new Float32Array(Math.max(frames, WINDOW) * BINS);
  standardised(data, standard, features.subarray(0, frames * BINS));
  const windows = Math.max(1, frames - WINDOW + 1);
  const sums = new Float32Array(features.length);
  for (let from = 0; from < windows; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, windows - from);
    const samples = new Float32Array(count * UNITS);
    for (let at = 0; at < count; at++) {
      const start = (from + at) * BINS;
      samples.set(features.subarray(start, start + UNITS), at * UNITS);
    }
    const scores = infer(samples, count);
    for (let at = 0; at < count; at++) {
      for (let unit = 0; unit < UNITS; unit++) {
        sums[(from + at) * BINS + unit]! += 1 / (1 + Math.exp(-scores[at * UNITS + unit]!));
      }
    }
  }
  return sums.subarray(0, frames * BINS).map((sum, at) => {
    const frame = Math.floor(at / BINS);
    const first = Math.max(0, frame - WINDOW + 1);
    return sum / (Math.min(frame, windows - 1) - first + 1);
  });
}

/** Masks from probabilities: hard ones give whole bins, soft ones their probability. */
export type MaskKind = 'hard' | 'soft';

/**
 * The masks of both talkers at a confidence: the first gets bins of a probability above alpha, the
 * second those below 1 - alpha; what lies between is given to nobody.
 */
export function masksAt(
  probabilities: Float32Array,
  alpha: number,
  kind: MaskKind,
): readonly [Float32Array, Float32Array] {
  const share = (probability: number): number =>
    probability > alpha ? (kind === 'hard' ? 1 : probability) : 0;
  return [probabilities.map(share), probabilities.map((probability) => share(1 - probability))];
}
