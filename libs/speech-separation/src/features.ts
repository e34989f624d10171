import type { Spectrogram } from '@onebit/audio';

/** Samples a second that the networks work at. */
export const SAMPLE_RATE = 8000;
/** Samples of a Fourier frame: 64 ms, every 32 ms. */
export const FRAME_SIZE = 512;
/** Frequencies of a frame. */
export const BINS = FRAME_SIZE / 2 + 1;
/** Frames before and behind a frame, 2 s each, whose mean power is its level. */
export const LEVEL_REACH = 64;

/** Magnitudes below this share of the level are silence to the network. */
const FLOOR = 1e-3;

/** Mean power a bin of one frame. */
export function framePower(frame: Float32Array): number {
  let sum = 0;
  for (let re = 0; re < frame.length; re += 2) {
    sum += frame[re]! ** 2;
    sum += frame[re + 1]! ** 2;
  }
  return sum / (frame.length / 2);
}

/**
 * What the network hears of one frame: the logarithm of each magnitude relative to the level.
 *
 * @param frame - complex bins
 * @param level - mean power a bin of the sound around
 * @param out - one number a bin
 */
export function frameFeatures(frame: Float32Array, level: number, out: Float32Array): void {
  const scale = level > 0 ? 1 / Math.sqrt(level) : 0;
  for (let bin = 0; bin < out.length; bin++) {
    const magnitude = Math.sqrt(frame[bin * 2]! ** 2 + frame[bin * 2 + 1]! ** 2);
    out[bin] = Math.log(magnitude * scale + FLOOR);
  }
}

/**
 * Features of a whole spectrogram, each frame relative to the level of the two seconds before it
 * and, where the network is not causal, of the two behind.
 *
 * @param causal - whether levels are of the past alone
 */
export function features({ frames, bins, data }: Spectrogram, causal = false): Float32Array {
  const powers = Float64Array.from({ length: frames }, (_, frame) =>
    framePower(data.subarray(frame * bins * 2, (frame + 1) * bins * 2)),
  );
  const out = new Float32Array(frames * bins);
  const ahead = causal ? 0 : LEVEL_REACH;
  for (let frame = 0; frame < frames; frame++) {
    const around = powers.subarray(Math.max(0, frame - LEVEL_REACH), frame + ahead + 1);
    const level = around.reduce((sum, power) => sum + power, 0) / around.length;
    frameFeatures(
      data.subarray(frame * bins * 2, (frame + 1) * bins * 2),
      level,
      out.subarray(frame * bins, (frame + 1) * bins),
    );
  }
  return out;
}
