import { readFile } from 'node:fs/promises';
import { resample, siSdr, type Sound } from '@onebit/audio';
import { decodeSound } from '@onebit/audio/node';
import type { Model } from '@onebit/bnn';
import { SAMPLE_RATE, SpeechSeparator } from '@onebit/speech-separation';
import { bestOrder, idealEstimates } from './scores.ts';

/** What a count of swaps is given. */
export interface SwapOptions {
  /** Recordings of one talker each. */
  readonly pair: readonly [string, string];
  /** Length of the mixture that is made of them. */
  readonly minutes: number;
  readonly model?: Model;
  readonly signal?: AbortSignal;
}

/** How well the tracks kept their talkers over a long mixture. */
export interface SwapCount {
  readonly minutes: number;
  /** Windows of two seconds in which both talk. */
  readonly windows: number;
  /** Windows in which neither order of the talkers is 3 dB better than the other. */
  readonly undecided: number;
  /** Times that the better order changed from one decided window to the next one. */
  readonly swaps: number;
  /** SI-SDR improvement over the whole mixture, in the better order. */
  readonly siSdrImprovement: number;
  /** The same with the ideal binary mask. */
  readonly idealBinaryMask: { readonly siSdrImprovement: number };
  /** Improvement as a share of the ideal binary mask's. */
  readonly shareOfIdeal: number;
  /** Signal to error, in decibels, of the mixture separated in pieces against the whole. */
  readonly piecesAgainstWhole: number | 'equal samples';
}

const WINDOW = 2 * SAMPLE_RATE;
const DECIDED = 3;
/** A talker softer than this share of their mean power is silent. */
const SILENT = 0.05;

/**
 * Mixes two talkers, each recording repeated to length and at the same level, and counts how often
 * they change tracks; and separates the same in pieces of uneven sizes, to compare the samples.
 *
 * @throws OnebitError `aborted`, whatever is wrong with a file
 */
export async function countSwaps(options: SwapOptions): Promise<SwapCount> {
  const { pair, minutes, signal } = options;
  const length = Math.round(minutes * 60 * SAMPLE_RATE);
  const [s1, s2] = (await Promise.all(pair.map((path) => readTalker(path, length)))) as [
    Float32Array,
    Float32Array,
  ];
  const mixture = s1.map((value, at) => value + s2[at]!);
  using separator = await SpeechSeparator.load(options.model ? { model: options.model } : {});
  const sound: Sound = { sampleRate: SAMPLE_RATE, channels: [mixture] };
  const { talkers } = await separator.separate(sound, { talkers: 2, ...(signal && { signal }) });
  const [first, second] = [talkers[0].channels[0]!, talkers[1].channels[0]!];
  const orders: number[] = [];
  for (let start = 0; start + WINDOW <= length; start += WINDOW) {
    const part = (samples: Float32Array): Float32Array => samples.subarray(start, start + WINDOW);
    if (powerOf(part(s1)) < SILENT || powerOf(part(s2)) < SILENT) continue;
    const straight = siSdr(part(first), part(s1)) + siSdr(part(second), part(s2));
    const crossed = siSdr(part(first), part(s2)) + siSdr(part(second), part(s1));
    orders.push(Math.abs(straight - crossed) < DECIDED ? 0 : Math.sign(straight - crossed));
  }
  const decided = orders.filter((order) => order !== 0);
  const heard = { mixture, talkers: [s1, s2] } as const;
  const { improvement } = bestOrder(heard, [first, second]);
  const ideal = bestOrder(heard, idealEstimates(heard)).improvement;
  return {
    minutes,
    windows: orders.length,
    undecided: orders.length - decided.length,
    swaps: decided.filter((order, at) => at > 0 && order !== decided[at - 1]).length,
    siSdrImprovement: improvement,
    idealBinaryMask: { siSdrImprovement: ideal },
    shareOfIdeal: improvement / ideal,
    piecesAgainstWhole: compare(separator, mixture, first),
  };
}

/** One talker at unit power, as long as is asked for. */
async function readTalker(path: string, length: number): Promise<Float32Array> {
  const { sampleRate, channels } = await decodeSound(await readFile(path));
  const samples = resample(channels[0]!, sampleRate, SAMPLE_RATE);
  const repeated = Float32Array.from({ length }, (_, at) => samples[at % samples.length]!);
  const scale = 1 / Math.sqrt(powerOf(repeated));
  return repeated.map((value) => value * scale);
}

function powerOf(samples: Float32Array): number {
  return samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
}

/** The mixture once more, in pieces whose sizes share no divisor with frames. */
function compare(
  separator: SpeechSeparator,
  mixture: Float32Array,
  whole: Float32Array,
): SwapCount['piecesAgainstWhole'] {
  using stream = separator.stream();
  let at = 0;
  let [power, error] = [0, 0];
  const take = (samples: Float32Array): void => {
    for (const value of samples) {
      power += whole[at]! ** 2;
      error += (value - whole[at]!) ** 2;
      at += 1;
    }
  };
  for (let from = 0, size = 1; from < mixture.length; from += size, size = (size * 7 + 3) % 9973) {
    take(stream.push(mixture.subarray(from, from + size))[0]);
  }
  take(stream.end()[0]);
  return error === 0 ? 'equal samples' : 10 * Math.log10(power / error);
}
