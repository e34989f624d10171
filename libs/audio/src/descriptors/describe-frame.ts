import { OnebitError } from '@onebit/errors';
import { extractRaw } from './meyda.ts';

/** Descriptors of one frame of sound, as music information retrieval names them. */
export interface FrameDescriptors {
  /** Root of the mean square of the samples. */
  readonly rms: number;
  /** Sum of the squares of the samples. */
  readonly energy: number;
  /** Changes of sign. */
  readonly zeroCrossings: number;
  /** Centre of gravity of the magnitudes, in hertz. */
  readonly spectralCentroid: number;
  /** Frequency below which 99 % of the magnitudes lie, in hertz. */
  readonly spectralRolloff: number;
  /** Standard deviation of the magnitudes round their centroid, in hertz. */
  readonly spectralSpread: number;
  readonly spectralSkewness: number;
  readonly spectralKurtosis: number;
  /** Slope of the regression of magnitude on frequency. */
  readonly spectralSlope: number;
  /** Geometric mean of the magnitudes over their mean: 1 for white noise, near 0 for a tone. */
  readonly spectralFlatness: number;
  /** Largest magnitude over the root of their mean square. */
  readonly spectralCrest: number;
  /**
   * Sum of the squared rises of the magnitudes since the frame before; undefined without one
   * (Bello et al., 2005).
   */
  readonly spectralFlux: number | undefined;
  /** Loudness of the 24 Bark bands, and of all. */
  readonly loudness: { readonly specific: Float32Array; readonly total: number };
  readonly perceptualSharpness: number;
  readonly perceptualSpread: number;
  /** Strength of the twelve semitones from C on, the largest being 1. */
  readonly chroma: Float32Array;
}

/**
 * Describes one frame: by meyda behind a Hann window, with its known faults made good. Descriptors
 * of silence, where meyda divides by zero, are 0; frequencies are in hertz, where it has bins or a
 * scale that is one bin off; what is defined on samples is taken from them and not from the window;
 * filter banks follow the sample rate; the flux, which it cannot compute, is computed here.
 *
 * @param samples - a power of two of them, from 64 on
 * @param sampleRate - samples a second
 * @param before - the frame before, for the flux
 * @throws OnebitError `size-invalid`, `size-mismatch`, `value-invalid` for samples that are no numbers
 *
 * @example
 * ```ts
 * import { describeFrame } from '@onebit/audio/descriptors';
 * const tone = Float32Array.from({ length: 512 }, (_, t) => Math.sin((2 * Math.PI * 1000 * t) / 8000));
 * const { rms, spectralCentroid, spectralRolloff } = describeFrame(tone, 8000);
 * console.log(rms.toFixed(2), spectralCentroid.toFixed(0)); // 0.71 1000
 * ```
 */
export function describeFrame(
  samples: Float32Array,
  sampleRate: number,
  before?: Float32Array,
): FrameDescriptors {
  check(samples, sampleRate);
  if (before && before.length !== samples.length) {
    throw new OnebitError('size-mismatch', {
      expected: `a frame before of ${samples.length} samples`,
      received: `${before.length}`,
      hint: 'Take frames of one size.',
    });
  }
  const { length } = samples;
  const energy = samples.reduce((sum, value) => sum + value * value, 0);
  const raw = extractRaw(samples, sampleRate);
  const binWidth = sampleRate / length;
  const number = (value: number): number => (Number.isFinite(value) ? value : 0);
  return {
    rms: Math.sqrt(energy / length),
    energy,
    zeroCrossings: crossings(samples),
    spectralCentroid: number(raw.spectralCentroid * binWidth),
    // It counts bins on a scale of one less than there are.
    spectralRolloff: energy > 0 ? (raw.spectralRolloff * (length / 2 - 1)) / (length / 2) : 0,
    spectralSpread: number(raw.spectralSpread * binWidth),
    spectralSkewness: number(raw.spectralSkewness),
    spectralKurtosis: number(raw.spectralKurtosis),
    spectralSlope: number(raw.spectralSlope),
    spectralFlatness: number(raw.spectralFlatness),
    spectralCrest: number(raw.spectralCrest),
    spectralFlux: before && flux(raw.magnitudes, extractRaw(before, sampleRate).magnitudes),
    loudness: raw.loudness,
    perceptualSharpness: number(raw.perceptualSharpness),
    perceptualSpread: number(raw.perceptualSpread),
    chroma: raw.chroma,
  };
}

const SMALLEST = 64;

function check(samples: Float32Array, sampleRate: number): void {
  const { length } = samples;
  if (length < SMALLEST || !Number.isInteger(Math.log2(length))) {
    throw new OnebitError('size-invalid', {
      expected: `a power of two of samples, at least ${SMALLEST}`,
      received: `${length}`,
      hint: 'Cut the sound into frames of 512 samples.',
    });
  }
  const bad = samples.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0 || !(sampleRate > 0)) {
    throw new OnebitError('value-invalid', {
      expected: 'finite samples at a rate above 0',
      received: bad >= 0 ? `${samples[bad]} at sample ${bad}` : `${sampleRate} Hz`,
      hint: 'Repair the recording.',
    });
  }
}

function crossings(samples: Float32Array): number {
  let count = 0;
  for (let at = 1; at < samples.length; at++) {
    if (samples[at]! >= 0 !== samples[at - 1]! >= 0) count += 1;
  }
  return count;
}

function flux(now: Float32Array, before: Float32Array): number {
  return now.reduce((sum, value, at) => sum + Math.max(0, value - before[at]!) ** 2, 0);
}
