import { Stft } from '@onebit/audio';
import type { CalibrationDescription, NetworkStream } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import { BINS, FRAME_SIZE, frameFeatures, SAMPLE_RATE } from './features.ts';
import { LevelMeter, type LevelledFrame } from './level-meter.ts';
import { levelLookAhead } from './look-ahead.ts';
import type { MaskFunction } from './mask.ts';
import { SegmentMeter, type Segment } from './segment-meter.ts';
import { TalkerCounter, type TalkerEstimate } from './talker-counter.ts';

/** Samples of both talkers, equally many. */
export type TalkerSamples = readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];

const HOP = FRAME_SIZE / 2;

/**
 * A mixture on its way through a separator: samples in, both talkers out while more still come. The
 * answer does not depend on how the samples were cut into pieces, and memory not on how many came.
 */
export class SeparationStream {
  /**
   * Seconds that a talker's sample comes later than its own, at most: a Fourier frame, what the
   * network looks ahead, and what the level looks ahead where the network is not causal.
   */
  readonly delay: number;
  readonly #network: NetworkStream;
  readonly #mask: MaskFunction;
  readonly #stft = new Stft(FRAME_SIZE);
  readonly #meter: LevelMeter;
  readonly #segments: SegmentMeter;
  readonly #counter = new TalkerCounter();
  /** Frames that wait for the network's answer. */
  readonly #frames: LevelledFrame[] = [];
  /**
   * Frames that were answered, for those to come: made anew they would live long enough to fill the
   * collector's old generation, seconds of sound at a time.
   */
  readonly #spare: LevelledFrame[] = [];
  readonly #probabilities = new Float32Array(BINS);
  readonly #masked = [new Float32Array(BINS * 2), new Float32Array(BINS * 2)] as const;
  readonly #frameSamples = new Float32Array(FRAME_SIZE);
  /** Samples from the start of the next frame on. */
  #input: Float32Array<ArrayBuffer> = new Float32Array(HOP);
  /** Second half of the last frame of each talker. */
  readonly #tails = [new Float32Array(HOP), new Float32Array(HOP)] as const;
  #samples = 0;
  #given = 0;
  /** Frame 0 is centred on the first sample: its first half lies before the sound. */
  #first = true;

  /** @internal */
  constructor(network: NetworkStream, mask: MaskFunction, calibration?: CalibrationDescription) {
    this.#network = network;
    this.#mask = mask;
    this.#segments = new SegmentMeter(calibration);
    const ahead = levelLookAhead(network.delay);
    this.#meter = new LevelMeter(ahead);
    this.delay = ((network.delay + ahead + 2) * HOP) / SAMPLE_RATE;
  }

  /** How sure each second so far is, and how loud both talkers are in it. */
  get segments(): readonly Segment[] {
    return this.#segments.segments;
  }

  /** How many people talk, by all that came out so far. */
  get talkers(): TalkerEstimate {
    return this.#counter.estimate;
  }

  /**
   * Takes samples and gives what they complete.
   *
   * @param samples - mono, 8000 a second
   * @throws OnebitError `value-invalid` where a sample is no finite number
   */
  push(samples: Float32Array): TalkerSamples {
    const bad = firstNotFinite(samples);
    if (bad < samples.length) {
      throw new OnebitError('value-invalid', {
        expected: 'finite samples',
        received: `${samples[bad]} at sample ${this.#samples + bad}`,
        hint: 'Repair the recording.',
      });
    }
    this.#samples += samples.length;
    return this.#feed(samples);
  }

  /** Ends the sound and gives the rest: in all as many samples as came in. */
  end(): TalkerSamples {
    const frames = Math.ceil(this.#samples / HOP) + 1;
    const rest = this.#feed(new Float32Array((frames + 1) * HOP - HOP - this.#samples));
    const levelled: LevelledFrame[] = [];
    for (let next = this.#meter.flush(); next; next = this.#meter.flush()) levelled.push(next);
    const last = this.#synthesise(this.#network.end(this.#hear(levelled)));
    return [joined(rest[0], last[0]), joined(rest[1], last[1])];
  }

  /** Gives the memory back. A second call does nothing. */
  dispose(): void {
    this.#network.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #feed(samples: Float32Array): TalkerSamples {
    const all = joined(this.#input, samples);
    const levelled: LevelledFrame[] = [];
    let at = 0;
    for (; at + FRAME_SIZE <= all.length; at += HOP) {
      const frame = this.#spare.pop() ?? newFrame();
      this.#stft.analyseFrame(all, at, frame.spectrum);
      const ready = this.#meter.push(frame);
      if (ready) levelled.push(ready);
    }
    this.#input = all.slice(at);
    return this.#synthesise(this.#network.push(this.#hear(levelled)));
  }

  /** What the network hears of frames, which wait for its answer. */
  #hear(frames: readonly LevelledFrame[]): Float32Array {
    const out = new Float32Array(frames.length * BINS);
    frames.forEach((frame, at) => {
      frameFeatures(frame.spectrum, frame.level, out.subarray(at * BINS, (at + 1) * BINS));
      this.#frames.push(frame);
    });
    return out;
  }

  /** Masks the frames that have an answer and overlaps them. */
  #synthesise(scores: Float32Array): TalkerSamples {
    const count = scores.length / BINS;
    const talkers = [new Float32Array(count * HOP), new Float32Array(count * HOP)] as const;
    for (let at = 0; at < count; at++) {
      const frame = this.#frames.shift()!;
      this.#maskFrame(frame.spectrum, scores, at * BINS);
      this.#segments.push(frame.spectrum, this.#probabilities);
      this.#counter.push(frame.power, frame.level);
      this.#overlap(talkers[0], at * HOP, 0);
      this.#overlap(talkers[1], at * HOP, 1);
      this.#spare.push(frame);
    }
    const from = this.#first && count > 0 ? HOP : 0;
    if (count > 0) this.#first = false;
    const to = Math.min(count * HOP, from + this.#samples - this.#given);
    this.#given += Math.max(0, to - from);
    return [talkers[0].slice(from, to), talkers[1].slice(from, to)];
  }

  /** Shares one frame out by the scores from an index on. */
  #maskFrame(spectrum: Float32Array, scores: Float32Array, from: number): void {
    const probabilities = this.#probabilities;
    const [first, second] = this.#masked;
    const mask = this.#mask;
    for (let bin = 0; bin < BINS; bin++) {
      probabilities[bin] = 1 / (1 + Math.exp(-scores[from + bin]!));
      const probability = probabilities[bin]!;
      const [one, other] = [mask(probability), mask(1 - probability)];
      const [re, im] = [bin * 2, bin * 2 + 1];
      first[re] = spectrum[re]! * one;
      first[im] = spectrum[im]! * one;
      second[re] = spectrum[re]! * other;
      second[im] = spectrum[im]! * other;
    }
  }

  /** Gives the half frame that a talker's masked frame completes, and keeps the half that it begins. */
  #overlap(out: Float32Array, at: number, talker: 0 | 1): void {
    const frame = this.#frameSamples;
    frame.set(this.#tails[talker]);
    frame.fill(0, HOP);
    this.#stft.addFrame(this.#masked[talker], frame, 0);
    out.set(frame.subarray(0, HOP), at);
    this.#tails[talker].set(frame.subarray(HOP));
  }
}

/** Index of the first sample that is no finite number; the length where all are. */
function firstNotFinite(samples: Float32Array): number {
  let at = 0;
  while (at < samples.length && Number.isFinite(samples[at])) at += 1;
  return at;
}

const newFrame = (): LevelledFrame => ({
  spectrum: new Float32Array(BINS * 2),
  power: 0,
  level: 0,
});

/** Samples of one array and then of another. */
function joined(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
