import type { Spectrogram } from '@onebit/audio';
import type { RandomSource } from '@onebit/bnn-training';
import type { Speaker } from '@onebit/datasets';

/** How much faster a voice is played: as it is, or 8 % slower or faster, pitch and all. */
const SPEEDS = [1, 12 / 13, 13 / 12] as const;

/**
 * A random piece of a speaker at a random speed.
 *
 * @param length - samples
 * @returns the piece, scaled to a mean power of 1
 */
export function randomPiece(speaker: Speaker, length: number, random: RandomSource): Float32Array {
  const speed = SPEEDS[random.below(SPEEDS.length)]!;
  const { samples } = speaker;
  const span = Math.ceil(length * speed) + 3;
  const start = samples.length > span ? random.below(samples.length - span) : 0;
  const piece = new Float32Array(length);
  let power = 0;
  for (let at = 0; at < length; at++) {
    const value = interpolated(samples, start + at * speed);
    piece[at] = value;
    power += value * value;
  }
  const scale = power > 0 ? 1 / Math.sqrt(power / length) : 0;
  for (let at = 0; at < length; at++) piece[at]! *= scale;
  return piece;
}

/** Cubic interpolation through four samples (Catmull and Rom, 1974). */
function interpolated(samples: Float32Array, place: number): number {
  const index = Math.floor(place);
  const part = place - index;
  const b = samples[index] ?? 0;
  if (part === 0) return b;
  const a = samples[index - 1] ?? b;
  const c = samples[index + 1] ?? b;
  const d = samples[index + 2] ?? c;
  const slope = (c - a) / 2;
  const cubic = (d - a) / 2 + 1.5 * (b - c);
  const square = a - 2.5 * b + 2 * c - d / 2;
  return b + part * (slope + part * (square + part * cubic));
}

/** Multiplies a spectrogram by a random smooth curve over frequency, within about ±8 dB. */
export function equalise({ frames, bins, data }: Spectrogram, random: RandomSource): void {
  const swings = Array.from({ length: 4 }, (_, at) => ({
    height: ((random.uniform() * 2 - 1) * 5) / (at + 1),
    phase: random.uniform() * 2 * Math.PI,
  }));
  const gains = Float32Array.from({ length: bins }, (_, bin) => {
    const decibels = swings.reduce(
      (sum, { height, phase }, at) =>
        sum + height * Math.cos((Math.PI * (at + 1) * bin) / bins + phase),
      0,
    );
    return 10 ** (decibels / 20);
  });
  for (let frame = 0; frame < frames; frame++) {
    for (let bin = 0; bin < bins; bin++) {
      const at = (frame * bins + bin) * 2;
      data[at]! *= gains[bin]!;
      data[at + 1]! *= gains[bin]!;
    }
  }
}
