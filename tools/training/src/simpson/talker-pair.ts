import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSound, resample, Stft, type Spectrogram } from '@onebit/audio';
import { OnebitError } from '@onebit/errors';

/** Samples a second that the system works at: the voices are decimated, as in the paper. */
export const RATE = 4000;
/** Samples of a Fourier frame: 32 ms, every 16 ms. */
const FRAME = 128;
/** Frequencies of a frame. */
export const BINS = FRAME / 2 + 1;

export const stft = new Stft(FRAME);

/** One known talker: a long recording to learn from and another one to test on. */
export interface KnownTalker {
  readonly id: string;
  readonly train: Float32Array;
  readonly test: Float32Array;
}

/**
 * Reads `ID_train.flac` and `ID_test.flac`, both scaled to the power 1.
 *
 * @param folder - that holds the files
 * @throws OnebitError `dataset-unreadable`, whatever is wrong with a file
 */
export async function readTalker(folder: string, id: string): Promise<KnownTalker> {
  const read = async (part: string): Promise<Float32Array> => {
    const path = join(folder, `${id}_${part}.flac`);
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw new OnebitError('dataset-unreadable', {
        expected: `a readable file ${path}`,
        received: 'none',
        hint: 'Give the folder with ID_train.flac and ID_test.flac of both talkers.',
        cause,
      });
    });
    const { sampleRate, channels } = readSound(bytes);
    return ofUnitPower(resample(channels[0]!, sampleRate, RATE));
  };
  return { id, train: await read('train'), test: await read('test') };
}

/** Scales samples to the mean power 1. */
export function ofUnitPower(samples: Float32Array): Float32Array {
  let power = 0;
  for (const value of samples) power += value * value;
  const scale = power > 0 ? Math.sqrt(samples.length / power) : 0;
  return samples.map((value) => value * scale);
}

/** Centre and width of the logarithms of the magnitudes of a set, which features are standardised by. */
export interface Standard {
  readonly mean: number;
  readonly deviation: number;
}

/** Added to magnitudes before their logarithm. */
const FLOOR = 1e-2;

const logMagnitude = (real: number, imaginary: number): number =>
  Math.log(Math.sqrt(real * real + imaginary * imaginary) + FLOOR);

/** Measures a set. */
export function standardOf({ data }: Spectrogram): Standard {
  let sum = 0;
  let square = 0;
  const count = data.length / 2;
  for (let at = 0; at < count; at++) {
    const value = logMagnitude(data[at * 2]!, data[at * 2 + 1]!);
    sum += value;
    square += value * value;
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(square / count - mean * mean) };
}

/** Writes the standardised logarithms of magnitudes, one a bin. */
export function standardised(
  data: Float32Array,
  { mean, deviation }: Standard,
  out: Float32Array,
): void {
  for (let at = 0; at < out.length; at++) {
    out[at] = (logMagnitude(data[at * 2]!, data[at * 2 + 1]!) - mean) / deviation;
  }
}
