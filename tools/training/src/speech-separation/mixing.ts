import type { RandomSource } from '@onebit/bnn-training';
import type { Speaker } from '@onebit/datasets';

/** How far voices are made to differ from how they were recorded. */
export interface VoiceChanges {
  /** Slowest and fastest that a voice is played, pitch and formants with it. */
  readonly speeds: readonly [slowest: number, fastest: number];
  /** Share of pieces that get early reflections. */
  readonly echoes: number;
  /** Share of pieces that get hiss. */
  readonly hisses: number;
  /** Decibels that the slowest wave of a random equaliser goes up and down at most. */
  readonly swing: number;
}

/** Reflections of a room and the time in which they fade, in samples. */
const REFLECTIONS = 10;
const LONGEST_FADE = 600;

/**
 * A random piece of a speaker as another microphone in another room might have heard it from a
 * shorter or taller person: at a random speed, sometimes with early reflections or hiss.
 *
 * @param length - samples
 * @returns the piece, scaled to a mean power of 1, and the speed that it is played at
 */
export function randomPiece(
  speaker: Speaker,
  length: number,
  { speeds: [slowest, fastest], echoes, hisses }: VoiceChanges,
  random: RandomSource,
): { readonly samples: Float32Array; readonly speed: number } {
  const speed = slowest * (fastest / slowest) ** random.uniform();
  const span = Math.ceil(length * speed) + 4;
  const source = atLeast(speaker.samples, span);
  const piece = new Float32Array(length);
  playAt(source, 1 + random.below(source.length - span + 1), speed, piece);
  if (random.uniform() < echoes) reflect(piece, random);
  scaleToUnitPower(piece);
  if (random.uniform() < hisses) {
    hiss(piece, random);
    scaleToUnitPower(piece);
  }
  return { samples: piece, speed };
}

/** A recording with silence behind it where it is too short. */
function atLeast(samples: Float32Array, length: number): Float32Array {
  if (samples.length >= length) return samples;
  const longer = new Float32Array(length);
  longer.set(samples);
  return longer;
}

function scaleToUnitPower(piece: Float32Array): void {
  let power = 0;
  for (const value of piece) power += value * value;
  const scale = power > 0 ? 1 / Math.sqrt(power / piece.length) : 0;
  for (let at = 0; at < piece.length; at++) piece[at]! *= scale;
}

/** Adds reflections at random delays that fade exponentially. */
function reflect(piece: Float32Array, random: RandomSource): void {
  const dry = piece.slice();
  const fade = LONGEST_FADE * (0.2 + 0.8 * random.uniform());
  for (let reflection = 0; reflection < REFLECTIONS; reflection++) {
    const delay = 8 + random.below(2 * LONGEST_FADE);
    const sign = random.uniform() < 0.5 ? -1 : 1;
    const gain = sign * random.uniform() * 0.7 * Math.exp(-delay / fade);
    for (let at = delay; at < piece.length; at++) piece[at]! += gain * dry[at - delay]!;
  }
}

/** Adds white noise 20 to 50 dB below the speech. */
function hiss(piece: Float32Array, random: RandomSource): void {
  const level = 10 ** (-(20 + 30 * random.uniform()) / 20);
  const width = level * Math.sqrt(12);
  for (let at = 0; at < piece.length; at++) piece[at]! += (random.uniform() - 0.5) * width;
}

/**
 * Reads samples at another speed, by cubic interpolation through four of them (Catmull and Rom,
 * 1974).
 *
 * @param start - at least 1
 */
function playAt(samples: Float32Array, start: number, speed: number, out: Float32Array): void {
  for (let at = 0; at < out.length; at++) {
    const place = start + at * speed;
    const index = Math.floor(place);
    const part = place - index;
    const a = samples[index - 1]!;
    const b = samples[index]!;
    const c = samples[index + 1]!;
    const d = samples[index + 2]!;
    const slope = (c - a) / 2;
    const cubic = (d - a) / 2 + 1.5 * (b - c);
    const square = a - 2.5 * b + 2 * c - d / 2;
    out[at] = b + part * (slope + part * (square + part * cubic));
  }
}

/**
 * Gains of a random smooth curve over frequency.
 *
 * @param swing - decibels that its slowest wave goes up and down at most
 */
export function randomEqualiser(bins: number, swing: number, random: RandomSource): Float32Array {
  const swings = Array.from({ length: 5 }, (_, at) => ({
    height: ((random.uniform() * 2 - 1) * swing) / Math.sqrt(at + 1),
    phase: random.uniform() * 2 * Math.PI,
  }));
  return Float32Array.from({ length: bins }, (_, bin) => {
    const decibels = swings.reduce(
      (sum, { height, phase }, at) =>
        sum + height * Math.cos((Math.PI * (at + 1) * bin) / bins + phase),
      0,
    );
    return 10 ** (decibels / 20);
  });
}
