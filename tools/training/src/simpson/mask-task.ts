import type { Spectrogram } from '@onebit/audio';
import { FloatMatrix, type Loss } from '@onebit/bitwise-kernels';
import type { RandomSource, TrainingTask } from '@onebit/bnn-training';
import { UNITS, WINDOW } from './networks.ts';
import { BINS, type Standard, standardised } from './talker-pair.ts';

/** Windows that the epochs are compared on. */
const HELD_BACK = 256;
/** Share of each recording, at its end, that they are taken from. */
const HELD_BACK_SHARE = 0.08;

/**
 * Windows of mixtures of two known talkers, each at a random place of both recordings, and their
 * ideal binary masks to learn.
 *
 * @param first - spectrogram of the first talker's recording, at the power 1
 * @param second - of the second talker's
 * @param windows - of an epoch
 */
export function maskTask(
  first: Spectrogram,
  second: Spectrogram,
  standard: Standard,
  windows: number,
): TrainingTask {
  const mixed = new Float32Array(UNITS * 2);
  /** One window of a mixture and its mask, from frames of both talkers. */
  const window = (a: number, b: number, samples: Float32Array, mask: Uint8Array): void => {
    const one = first.data.subarray(a * BINS * 2, (a + WINDOW) * BINS * 2);
    const other = second.data.subarray(b * BINS * 2, (b + WINDOW) * BINS * 2);
    for (let at = 0; at < UNITS * 2; at++) mixed[at] = one[at]! + other[at]!;
    standardised(mixed, standard, samples);
    for (let at = 0; at < UNITS; at++) {
      const own = one[at * 2]! ** 2 + one[at * 2 + 1]! ** 2;
      mask[at] = own > other[at * 2]! ** 2 + other[at * 2 + 1]! ** 2 ? 1 : 0;
    }
  };
  const border = ({ frames }: Spectrogram): number => Math.floor(frames * (1 - HELD_BACK_SHARE));
  const draw = (random: RandomSource, count: number, late: boolean) => {
    const samples = new Float32Array(count * UNITS);
    const masks = new Uint8Array(count * UNITS);
    const place = (talker: Spectrogram): number => {
      const [from, to] = late ? [border(talker), talker.frames] : [0, border(talker)];
      return from + random.below(to - from - WINDOW);
    };
    for (let at = 0; at < count; at++) {
      window(
        place(first),
        place(second),
        samples.subarray(at * UNITS, (at + 1) * UNITS),
        masks.subarray(at * UNITS, (at + 1) * UNITS),
      );
    }
    return { samples, masks };
  };
  const heldBack = draw(evenly(), HELD_BACK, true);
  let masks: Uint8Array = new Uint8Array(0);
  return {
    samples: windows,
    batch(indices, random) {
      const drawn = draw(random, indices.length, false);
      masks = drawn.masks;
      return drawn.samples;
    },
    loss: (scores) => crossEntropy(scores, masks),
    evaluate(infer) {
      const scores = infer(heldBack.samples, HELD_BACK);
      let right = 0;
      scores.forEach((score, at) => (right += score > 0 === (heldBack.masks[at] === 1) ? 1 : 0));
      return right / scores.length;
    },
  };
}

/** Places spread evenly, the same in every run. */
function evenly(): RandomSource {
  let step = 0;
  const uniform = (): number => {
    step += 1;
    return (step * 0.618_033_988_75) % 1;
  };
  return { uniform, below: (end) => Math.floor(uniform() * end) };
}

/** Mean cross entropy of the sigmoids of scores with masks of 0 and 1. */
export function crossEntropy(scores: FloatMatrix, masks: Uint8Array): Loss {
  const gradient = FloatMatrix.create(scores.rows, scores.columns);
  const z = scores.data;
  const out = gradient.data;
  let loss = 0;
  for (let at = 0; at < z.length; at++) {
    const score = z[at]!;
    const probability = 1 / (1 + Math.exp(-score));
    const mask = masks[at]!;
    loss += Math.log1p(Math.exp(-Math.abs(score))) + Math.max(score, 0) - mask * score;
    out[at] = (probability - mask) / scores.rows;
  }
  return { loss: loss / z.length, gradient };
}
