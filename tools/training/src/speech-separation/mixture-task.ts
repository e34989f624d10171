import { Stft } from '@onebit/audio';
import type { RandomSource, TrainingTask } from '@onebit/bnn-training';
import type { Speaker } from '@onebit/datasets';
import { features, FRAME_SIZE } from '@onebit/speech-separation';
import { meanImprovement, type HeldBackMixture } from './held-back-mixtures.ts';
import { maskLoss, type MaskTargets } from './mask-loss.ts';
import { equalise, randomPiece } from './mixing.ts';
import { CROP_FRAMES, type SpeechRecipe } from './recipes.ts';

/** The talkers of a mixture differ by up to so many decibels either way. */
const LARGEST_DIFFERENCE = 5;

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
  { talkers, stepsPerEpoch, settings }: SpeechRecipe,
): TrainingTask {
  const either = talkers === 'any';
  const women = speakers.filter(({ sex }) => sex === 'F');
  const men = speakers.filter(({ sex }) => sex === 'M');
  const pair = (random: RandomSource): readonly [Speaker, Speaker] => {
    if (!either) return [women[random.below(women.length)]!, men[random.below(men.length)]!];
    const first = random.below(speakers.length);
    const other = random.below(speakers.length - 1);
    return [speakers[first]!, speakers[other + (other >= first ? 1 : 0)]!];
  };
  const stft = new Stft(FRAME_SIZE);
  const length = (CROP_FRAMES - 1) * stft.hop;
  const size = CROP_FRAMES * stft.bins;
  let targets: MaskTargets | undefined;
  return {
    samples: stepsPerEpoch * settings.batchSize,
    batch(indices, random) {
      const crops = indices.length;
      const samples = new Float32Array(crops * size);
      const power = new Float32Array(crops * size);
      const cross = new Float32Array(crops * size);
      const first = new Float64Array(crops);
      const second = new Float64Array(crops);
      for (let crop = 0; crop < crops; crop++) {
        const [s1, s2] = pair(random).map((speaker) => {
          const spectrogram = stft.analyse(randomPiece(speaker, length, random));
          equalise(spectrogram, random);
          return spectrogram;
        });
        const difference = (random.uniform() * 2 - 1) * LARGEST_DIFFERENCE;
        const gain = 10 ** (-difference / 20);
        const mixture = s1!.data.slice();
        for (let at = 0; at < size; at++) {
          const real = s1!.data[at * 2]!;
          const imaginary = s1!.data[at * 2 + 1]!;
          const otherReal = s2!.data[at * 2]! * gain;
          const otherImaginary = s2!.data[at * 2 + 1]! * gain;
          const x = (mixture[at * 2] = real + otherReal);
          const y = (mixture[at * 2 + 1] = imaginary + otherImaginary);
          power[crop * size + at] = x * x + y * y;
          cross[crop * size + at] = real * x + imaginary * y;
          first[crop]! += real * real + imaginary * imaginary;
          second[crop]! += otherReal * otherReal + otherImaginary * otherImaginary;
        }
        samples.set(features({ ...s1!, data: mixture }), crop * size);
      }
      targets = { crops, power, cross, first, second };
      return samples;
    },
    loss: (scores) => maskLoss(scores, targets!, either),
    evaluate: (infer) => meanImprovement(heldBack, either, infer),
  };
}
