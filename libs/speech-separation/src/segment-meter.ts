import { FRAME_SIZE, SAMPLE_RATE } from './features.ts';

/** About one second of a separated mixture. */
export interface Segment {
  /** Where it begins and ends, in seconds. */
  readonly start: number;
  readonly end: number;
  /** How decided the masks are, weighed by power: 0 where each bin is halved, 1 where none is. */
  readonly confidence: number;
  /** Power of each talker's part in decibels below full scale; -Infinity for silence. */
  readonly levels: readonly [number, number];
}

const FRAMES = 32;
const SECONDS_A_FRAME = FRAME_SIZE / 2 / SAMPLE_RATE;

/** Sums up masks second by second. */
export class SegmentMeter {
  readonly segments: Segment[] = [];
  #frames = 0;
  #power = 0;
  #decided = 0;
  #first = 0;
  #second = 0;

  /** Takes one frame and the probability of the first talker in each bin. */
  push(spectrum: Float32Array, probabilities: Float32Array): void {
    for (let bin = 0; bin < probabilities.length; bin++) {
      const power = spectrum[bin * 2]! ** 2 + spectrum[bin * 2 + 1]! ** 2;
      const probability = probabilities[bin]!;
      this.#power += power;
      this.#decided += power * Math.abs(2 * probability - 1);
      this.#first += power * probability ** 2;
      this.#second += power * (1 - probability) ** 2;
    }
    this.#frames += 1;
    if (this.#frames === FRAMES) this.end();
  }

  /** Ends the segment that is under way. */
  end(): void {
    if (this.#frames === 0) return;
    const start = this.segments.at(-1)?.end ?? 0;
    this.segments.push({
      start,
      end: start + this.#frames * SECONDS_A_FRAME,
      confidence: this.#power > 0 ? this.#decided / this.#power : 0,
      levels: [this.#decibels(this.#first), this.#decibels(this.#second)],
    });
    this.#frames = this.#power = this.#decided = this.#first = this.#second = 0;
  }

  /** Parseval: half the spectrum holds half the energy, the window half the power. */
  #decibels(energy: number): number {
    return 10 * Math.log10((energy * 4) / (this.#frames * FRAME_SIZE ** 2));
  }
}
