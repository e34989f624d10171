import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFlac, siSdr, Stft, type Spectrogram } from '@onebit/audio';
import type { MixtureEntry } from '@onebit/datasets';
import { features, FRAME_SIZE } from '@onebit/speech-separation';
import { CROP_FRAMES } from './recipes.ts';

/** Frames at either end of a crop whose answers miss context that the whole signal has. */
const MARGIN = 48;
/** What the network hears where there is nothing. */
const SILENCE = -6.9;
/** Crops that are run at once. */
const RUN_AT_ONCE = 8;

/** One mixture that models are chosen by. */
export interface HeldBackMixture {
  readonly mixture: Float32Array;
  readonly talkers: readonly [Float32Array, Float32Array];
  readonly spectrogram: Spectrogram;
  readonly features: Float32Array;
}

const stft = new Stft(FRAME_SIZE);

/**
 * Reads one mixture; where the mask is the woman's she comes first.
 *
 * @param causal - whether levels are of the past alone
 */
export async function readHeldBack(
  folder: string,
  entry: MixtureEntry,
  femaleFirst: boolean,
  causal: boolean,
): Promise<HeldBackMixture> {
  const [mixture, s1, s2] = await Promise.all(
    [entry.mix, entry.s1, entry.s2].map(
      async (path) => readFlac(await readFile(join(folder, path))).channels[0]!,
    ),
  );
  const spectrogram = stft.analyse(mixture!);
  const swap = femaleFirst && entry.sex1 === 'M';
  return {
    mixture: mixture!,
    talkers: swap ? [s2!, s1!] : [s1!, s2!],
    spectrogram,
    features: features(spectrogram, causal),
  };
}

/** Mean SI-SDR improvement over mixtures, in decibels. */
export function meanImprovement(
  mixtures: readonly HeldBackMixture[],
  either: boolean,
  infer: (samples: Float32Array, count: number) => Float32Array,
): number {
  const improvements = mixtures.map((held) => {
    const scores = scoresOf(held, infer);
    const first = masked(held, scores);
    const second = held.mixture.map((value, at) => value - first[at]!);
    const [s1, s2] = held.talkers;
    const before = siSdr(held.mixture, s1) + siSdr(held.mixture, s2);
    const straight = siSdr(first, s1) + siSdr(second, s2);
    const crossed = either ? siSdr(first, s2) + siSdr(second, s1) : -Infinity;
    return (Math.max(straight, crossed) - before) / 2;
  });
  return improvements.reduce((sum, value) => sum + value, 0) / improvements.length;
}

/** Scores of all frames by crops that overlap enough for every frame to have its whole context. */
function scoresOf(
  { spectrogram: { frames, bins }, features: all }: HeldBackMixture,
  infer: (samples: Float32Array, count: number) => Float32Array,
): Float32Array {
  const stride = CROP_FRAMES - 2 * MARGIN;
  const last = Math.max(0, frames - CROP_FRAMES);
  const starts: number[] = [];
  for (let start = 0; start < last; start += stride) starts.push(start);
  starts.push(last);
  const size = CROP_FRAMES * bins;
  const scores = new Float32Array(frames * bins);
  for (let first = 0; first < starts.length; first += RUN_AT_ONCE) {
    const part = starts.slice(first, first + RUN_AT_ONCE);
    const samples = new Float32Array(part.length * size).fill(SILENCE);
    part.forEach((start, at) =>
      samples.set(all.subarray(start * bins, start * bins + size), at * size),
    );
    const answers = infer(samples, part.length);
    part.forEach((start, at) => {
      const skip = start === 0 ? 0 : MARGIN;
      const until = Math.min(CROP_FRAMES, frames - start);
      scores.set(
        answers.subarray(at * size + skip * bins, at * size + until * bins),
        (start + skip) * bins,
      );
    });
  }
  return scores;
}

function masked({ spectrogram, mixture }: HeldBackMixture, scores: Float32Array): Float32Array {
  const data = spectrogram.data.slice();
  for (let at = 0; at < scores.length; at++) {
    const mask = 1 / (1 + Math.exp(-scores[at]!));
    data[at * 2]! *= mask;
    data[at * 2 + 1]! *= mask;
  }
  return stft.synthesise({ ...spectrogram, data }, mixture.length);
}
