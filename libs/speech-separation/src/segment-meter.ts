import type { CalibrationDescription } from '@onebit/bnn';
import { confidenceOf } from './confidence.ts';
import { FRAME_SIZE, SAMPLE_RATE } from './features.ts';

/** About one second of a separated mixture. */
export interface Segment {
  /** Where it begins and ends, in seconds. */
  readonly start: number;
  readonly end: number;
  /**
   * How probable it is that it came out right where both talk: each on the track that is theirs over
   * the whole recording, the SI-SDR 3 dB above that of the mixture. Where the model was never
   * calibrated, how decided the masks are: 0 where each bin is halved, 1 where none is. 0 for silence.
   */
  readonly confidence: number;
  /** Power of each talker's part in decibels below full scale; -Infinity for silence. */
  readonly levels: readonly [number, number];
}

const FRAMES = 32;
const SECONDS_A_FRAME = FRAME_SIZE / 2 / SAMPLE_RATE;
/** Numbers kept of a segment: its power, that of what is decided, and of each talker's part. */
const WIDTH = 4;

/** Sums up masks second by second, 32 bytes for each. */
export class SegmentMeter {
  readonly #calibration: CalibrationDescription | undefined;
  #sums = new Float64Array(64 * WIDTH);
  #frames = 0;

  /** @param calibration - of the model, where it has one */
  constructor(calibration: CalibrationDescription | undefined) {
    this.#calibration = calibration;
  }

  /** Takes one frame and the probability of the first talker in each bin. */
  push(spectrum: Float32Array, probabilities: Float32Array): void {
    let power = 0;
    let decided = 0;
    let first = 0;
    let second = 0;
    for (let bin = 0; bin < probabilities.length; bin++) {
      const energy = spectrum[bin * 2]! ** 2 + spectrum[bin * 2 + 1]! ** 2;
      const probability = probabilities[bin]!;
      power += energy;
      decided += energy * (2 * probability - 1) ** 2;
      first += energy * probability ** 2;
      second += energy * (1 - probability) ** 2;
    }
    const at = Math.floor(this.#frames / FRAMES) * WIDTH;
    if (at === this.#sums.length) this.#grow();
    this.#sums[at]! += power;
    this.#sums[at + 1]! += decided;
    this.#sums[at + 2]! += first;
    this.#sums[at + 3]! += second;
    this.#frames += 1;
  }

  /** What was summed up so far; the last segment may be shorter than the others. */
  get segments(): Segment[] {
    return Array.from({ length: Math.ceil(this.#frames / FRAMES) }, (_, index) => {
      const [power, decided, first, second] = this.#sums.subarray(index * WIDTH);
      const end = Math.min((index + 1) * FRAMES, this.#frames);
      const frames = end - index * FRAMES;
      return {
        start: index * FRAMES * SECONDS_A_FRAME,
        end: end * SECONDS_A_FRAME,
        confidence: power! > 0 ? confidenceOf(decided! / power!, this.#calibration) : 0,
        levels: [decibels(first!, frames), decibels(second!, frames)],
      };
    });
  }

  #grow(): void {
    const sums = new Float64Array(this.#sums.length * 2);
    sums.set(this.#sums);
    this.#sums = sums;
  }
}

/** Parseval: half the spectrum holds half the energy, the window half the power. */
function decibels(energy: number, frames: number): number {
  return 10 * Math.log10((energy * 4) / (frames * FRAME_SIZE ** 2));
}
