import { Stft } from '@onebit/audio';
import type { NetworkStream } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import { BINS, FRAME_SIZE, frameFeatures, framePower, SAMPLE_RATE } from './features.ts';
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
  readonly #segments = new SegmentMeter();
  readonly #counter = new TalkerCounter();
  /** Frames that wait for the network's answer. */
  #frames: LevelledFrame[] = [];
  /** Samples from the start of the next frame on. */
  #input: Float32Array<ArrayBuffer> = new Float32Array(HOP);
  /** Second half of the last frame of each talker. */
  readonly #tails = [new Float32Array(HOP), new Float32Array(HOP)] as const;
  #samples = 0;
  #given = 0;
  /** Frame 0 is centred on the first sample: its first half lies before the sound. */
  #first = true;

  /** @internal */
  constructor(network: NetworkStream, mask: MaskFunction) {
    this.#network = network;
    this.#mask = mask;
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
    const bad = samples.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
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
    this.#segments.end();
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
      const spectrum = new Float32Array(BINS * 2);
      this.#stft.analyseFrame(all, at, spectrum);
      const ready = this.#meter.push(spectrum);
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
    const frames = this.#frames.slice(0, count);
    this.#frames = this.#frames.slice(count);
    const talkers = [new Float32Array(count * HOP), new Float32Array(count * HOP)] as const;
    const masked = [new Float32Array(BINS * 2), new Float32Array(BINS * 2)] as const;
    frames.forEach(({ spectrum, level }, frame) => {
      const probabilities = scores
        .subarray(frame * BINS, (frame + 1) * BINS)
        .map((score) => 1 / (1 + Math.exp(-score)));
      for (let bin = 0; bin < BINS; bin++) {
        const shares = [
          this.#mask(probabilities[bin]!),
          this.#mask(1 - probabilities[bin]!),
        ] as const;
        for (const talker of [0, 1] as const) {
          masked[talker][bin * 2] = spectrum[bin * 2]! * shares[talker];
          masked[talker][bin * 2 + 1] = spectrum[bin * 2 + 1]! * shares[talker];
        }
      }
      this.#segments.push(spectrum, probabilities);
      this.#counter.push(framePower(spectrum), level);
      for (const talker of [0, 1] as const) {
        const frameSamples = new Float32Array(FRAME_SIZE);
        frameSamples.set(this.#tails[talker]);
        this.#stft.addFrame(masked[talker], frameSamples, 0);
        talkers[talker].set(frameSamples.subarray(0, HOP), frame * HOP);
        this.#tails[talker].set(frameSamples.subarray(HOP));
      }
    });
    const from = this.#first && count > 0 ? HOP : 0;
    if (count > 0) this.#first = false;
    const to = Math.min(count * HOP, from + this.#samples - this.#given);
    this.#given += Math.max(0, to - from);
    return [talkers[0].slice(from, to), talkers[1].slice(from, to)];
  }
}

/** Samples of one array and then of another. */
export function joined(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
