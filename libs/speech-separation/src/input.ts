import { Resampler } from '@onebit/audio';
import { OnebitError } from '@onebit/errors';
import { checkFormat, empty } from './check-sound.ts';
import { SAMPLE_RATE } from './features.ts';
import type { SoundBlocks } from './sound-blocks.ts';

/** Just below full scale, where 16-bit samples end. */
const CLIPPED = 32_767 / 32_768;
const NOTED_CLIPPING = 0.001;
/** Two channels less alike than this hold different sound; the mix of such as cancel is this weak. */
const UNLIKE = 0.3;
const CANCELLED = 0.05;

/** What was found in a sound on its way to the networks. */
export interface HeardInput {
  readonly seconds: number;
  /** Share of the samples at or beyond full scale. */
  readonly clipped: number;
  /** What was done to the sound, and what speaks against it, in words. */
  readonly notes: readonly string[];
}

/**
 * Makes sound that comes block by block what the networks take: one channel of 8000 samples a
 * second.
 */
export class InputMixer {
  readonly #sampleRate: number;
  readonly #channels: number;
  readonly #resampler: Resampler | undefined;
  #length = 0;
  #clipped = 0;
  /** Sums of squares of the first two channels and of the mix, and of the products of the two. */
  #first = 0;
  #second = 0;
  #both = 0;
  #mixed = 0;

  /**
   * @throws OnebitError `value-invalid`, `audio-format-unsupported` for rates that carry no speech,
   *   `size-mismatch` for no channel
   */
  constructor({ sampleRate, channels }: Pick<SoundBlocks, 'sampleRate' | 'channels'>) {
    checkFormat(sampleRate, channels);
    this.#sampleRate = sampleRate;
    this.#channels = channels;
    if (sampleRate !== SAMPLE_RATE) this.#resampler = new Resampler(sampleRate, SAMPLE_RATE);
  }

  /**
   * Takes one array a channel, and gives what the networks may have so far.
   *
   * @throws OnebitError `size-mismatch` for other channels, `value-invalid` for samples that are no
   * numbers
   */
  push(block: readonly Float32Array[]): Float32Array<ArrayBuffer> {
    const length = block[0]?.length ?? 0;
    if (block.length !== this.#channels || block.some((channel) => channel.length !== length)) {
      throw empty(block.map((channel) => channel.length).join(', ') || 'no channel');
    }
    const mono = new Float32Array(length);
    for (const [index, channel] of block.entries()) this.#mix(channel, index, mono);
    this.#compare(block, mono);
    this.#length += length;
    return this.#resampler ? this.#resampler.push(mono) : mono;
  }

  /**
   * Ends the sound and gives the rest.
   *
   * @throws OnebitError `size-mismatch` where there was no sample
   */
  end(): Float32Array<ArrayBuffer> {
    if (this.#length === 0) throw empty('no sample');
    return this.#resampler ? this.#resampler.end() : new Float32Array(0);
  }

  /** What was found so far. */
  get heard(): HeardInput {
    const clipped = this.#length > 0 ? this.#clipped / (this.#length * this.#channels) : 0;
    const notes: string[] = [];
    if (this.#channels > 1) notes.push(`${this.#channels} channels were mixed down to one.`);
    if (this.#channels === 2) notes.push(...this.#stereoNotes());
    if (this.#sampleRate !== SAMPLE_RATE) {
      notes.push(
        this.#sampleRate > SAMPLE_RATE
          ? `${this.#sampleRate} Hz became ${SAMPLE_RATE} Hz: nothing above 4 kHz is kept.`
          : `${this.#sampleRate} Hz became ${SAMPLE_RATE} Hz: there is nothing above ${this.#sampleRate / 2} Hz.`,
      );
    }
    if (clipped > NOTED_CLIPPING) {
      const percent = (clipped * 100).toFixed(2);
      notes.push(`${percent} % of the samples are clipped, which separates worse.`);
    }
    if (this.#mixed === 0) notes.push('The sound is silent.');
    return { seconds: this.#length / this.#sampleRate, clipped, notes };
  }

  /** Adds a channel's share to the mix, and counts what is clipped in it. */
  #mix(channel: Float32Array, index: number, mono: Float32Array): void {
    let clipped = 0;
    for (let at = 0; at < mono.length; at++) {
      const value = channel[at]!;
      if (!Number.isFinite(value)) {
        throw new OnebitError('value-invalid', {
          expected: 'finite samples',
          received: `${value} at sample ${this.#length + at} of channel ${index + 1}`,
          hint: 'Repair the recording.',
        });
      }
      if (Math.abs(value) >= CLIPPED) clipped += 1;
      mono[at]! += value / this.#channels;
    }
    this.#clipped += clipped;
  }

  #compare([first, second]: readonly Float32Array[], mono: Float32Array): void {
    this.#mixed += product(mono, mono);
    if (this.#channels !== 2 || !first || !second) return;
    this.#first += product(first, first);
    this.#second += product(second, second);
    this.#both += product(first, second);
  }

  /** What the two channels have to do with each other. */
  #stereoNotes(): string[] {
    const power = Math.sqrt(this.#first * this.#second);
    if (power === 0) return [];
    if (this.#mixed < CANCELLED * power) {
      return ['The channels cancel each other: one of them is turned round.'];
    }
    if (Math.abs(this.#both) < UNLIKE * power) {
      return [
        'The two channels hold different sound: if each talker has a channel of their own, that separates better.',
      ];
    }
    return [];
  }
}

/** Sum of the products of samples. */
function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}
