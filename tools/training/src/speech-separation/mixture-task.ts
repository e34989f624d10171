import type { TrainingTask } from '@onebit/bnn-training';
import type { Speaker } from '@onebit/datasets';
import { BINS, features } from '@onebit/speech-separation';
import { meanImprovement, type HeldBackMixture } from './held-back-mixtures.ts';
import { maskLoss, type MaskTargets } from './mask-loss.ts';
import { randomEqualiser } from './mixing.ts';
import { CROP_FRAMES, type SpeechRecipe } from './recipes.ts';
import { anyPairs, womanAndMan } from './talker-pairs.ts';
import { VoicePool, type Voice } from './voice-pool.ts';

/** The talkers of a mixture differ by up to so many decibels either way. */
const LARGEST_DIFFERENCE = 5;
/**
 * Octaves between two voices from which on the mask has to be the higher one's: which of two is
 * higher can be heard in every moment, which of two came first must be remembered.
 */
const PITCH_GAP = 0.11;

/**
 * Endless mixtures of two talkers, each made when it is asked for: random pieces, speeds, tone
 * colours and levels.
 *
 * @param speakers - to train on
 * @param heldBack - mixtures of other speakers to choose the epoch by
 */
export function mixtureTask(
  speakers: readonly Speaker[],
  heldBack: readonly HeldBackMixture[],
  recipe: SpeechRecipe,
): TrainingTask {
  const { talkers, causal, voices, stepsPerEpoch, settings } = recipe;
  const either = talkers === 'any';
  const kinds = either ? anyPairs(speakers) : womanAndMan(speakers);
  const pool = new VoicePool(kinds, voices, CROP_FRAMES);
  const bins = BINS;
  const size = CROP_FRAMES * bins;
  const mixture = new Float32Array(size * 2);
  let targets: MaskTargets | undefined;
  let batches = 0;
  return {
    samples: stepsPerEpoch * settings.batchSize,
    batch(indices, random) {
      // A run that is resumed after an epoch begins with an empty pool.
      if (batches++ % stepsPerEpoch === 0) pool.clear();
      const crops = indices.length;
      const samples = new Float32Array(crops * size);
      const power = new Float32Array(crops * size);
      const cross = new Float32Array(crops * size);
      const first = new Float64Array(crops);
      const second = new Float64Array(crops);
      const ordered = new Uint8Array(crops);
      for (let crop = 0; crop < crops; crop++) {
        const pair = pool.draw(random);
        const [{ data: s1 }, { data: s2 }] = either ? higherFirst(pair) : pair;
        ordered[crop] = either && octavesBetween(pair) < PITCH_GAP ? 0 : 1;
        const firstGains = randomEqualiser(bins, voices.swing, random);
        const secondGains = randomEqualiser(bins, voices.swing, random);
        const difference = (random.uniform() * 2 - 1) * LARGEST_DIFFERENCE;
        const level = levelOf(s1, firstGains) / (levelOf(s2, secondGains) + 1e-12);
        const gain = level * 10 ** (-difference / 20);
        for (let bin = 0; bin < bins; bin++) secondGains[bin]! *= gain;
        const ownPower = power.subarray(crop * size, (crop + 1) * size);
        const ownCross = cross.subarray(crop * size, (crop + 1) * size);
        let [firstEnergy, secondEnergy] = [0, 0];
        for (let at = 0, bin = 0; at < size; at++) {
          const real = s1[at * 2]! * firstGains[bin]!;
          const imaginary = s1[at * 2 + 1]! * firstGains[bin]!;
          const otherReal = s2[at * 2]! * secondGains[bin]!;
          const otherImaginary = s2[at * 2 + 1]! * secondGains[bin]!;
          const x = real + otherReal;
          const y = imaginary + otherImaginary;
          ownPower[at] = x * x + y * y;
          ownCross[at] = real * x + imaginary * y;
          firstEnergy += real * real + imaginary * imaginary;
          secondEnergy += otherReal * otherReal + otherImaginary * otherImaginary;
          mixture[at * 2] = x;
          mixture[at * 2 + 1] = y;
          bin = bin + 1 === bins ? 0 : bin + 1;
        }
        first[crop] = firstEnergy;
        second[crop] = secondEnergy;
        samples.set(features({ frames: CROP_FRAMES, bins, data: mixture }, causal), crop * size);
      }
      targets = { crops, power, cross, first, second, ordered };
      return samples;
    },
    loss: (scores) => maskLoss(scores, targets!),
    evaluate: (infer) => meanImprovement(heldBack, either, infer),
  };
}

/** Octaves from the lower of two voices to the higher; 0 where a pitch is not known. */
function octavesBetween([one, other]: readonly [Voice, Voice]): number {
  if (one.pitch === undefined || other.pitch === undefined) return 0;
  return Math.abs(Math.log2(one.pitch / other.pitch));
}

function higherFirst([one, other]: readonly [Voice, Voice]): readonly [Voice, Voice] {
  return (other.pitch ?? 0) > (one.pitch ?? 0) ? [other, one] : [one, other];
}

/** Level of a spectrogram behind an equaliser, up to a factor that all have. */
function levelOf(data: Float32Array, gains: Float32Array): number {
  let energy = 0;
  for (let at = 0, bin = 0; at < data.length; at += 2) {
    energy += (data[at]! ** 2 + data[at + 1]! ** 2) * gains[bin]! ** 2;
    bin = bin + 1 === gains.length ? 0 : bin + 1;
  }
  return Math.sqrt(energy);
}
