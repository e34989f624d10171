import { Stft } from '@onebit/audio';
import type { RandomSource } from '@onebit/bnn-training';
import type { Speaker } from '@onebit/datasets';
import { FRAME_SIZE } from '@onebit/speech-separation';
import { randomPiece, type VoiceChanges } from './mixing.ts';
import { drawKind, drawPair, type PairKind } from './talker-pairs.ts';

/** One pair in so many is of new pieces; the others pair pieces anew that have been analysed. */
const FRESH_EVERY = 3;
/** Pairs of a kind that are kept, and with how many of them pairing anew begins. */
const KEPT = 24;
const ENOUGH = 6;

/** A piece of a speaker's voice, analysed. */
export interface Voice {
  readonly speaker: Speaker;
  /** Median pitch in hertz, where known. */
  readonly pitch: number | undefined;
  /** Spectrogram: real and imaginary parts, `[frames, bins, 2]`. */
  readonly data: Float32Array;
}

/** Kept pairs of one kind. */
interface Shelf {
  readonly pairs: (readonly [Voice, Voice])[];
  drawn: number;
}

/**
 * Pairs of voices to mix. Cutting, bending and analysing a piece costs more than mixing it, and the
 * transform is linear: two thirds of the pairs join voices that were analysed for other pairs.
 */
export class VoicePool {
  readonly #kinds: readonly PairKind[];
  readonly #voices: VoiceChanges;
  readonly #length: number;
  readonly #stft = new Stft(FRAME_SIZE);
  readonly #shelves = new Map<PairKind, Shelf>();

  /** @param frames - of a piece */
  constructor(kinds: readonly PairKind[], voices: VoiceChanges, frames: number) {
    this.#kinds = kinds;
    this.#voices = voices;
    this.#length = (frames - 1) * this.#stft.hop;
  }

  /** Forgets what has been analysed, so that what follows depends on the random numbers alone. */
  clear(): void {
    this.#shelves.clear();
  }

  /** Draws a pair of two different talkers. */
  draw(random: RandomSource): readonly [Voice, Voice] {
    const kind = drawKind(this.#kinds, random);
    const shelf = this.#shelves.get(kind) ?? { pairs: [], drawn: 0 };
    this.#shelves.set(kind, shelf);
    const { pairs } = shelf;
    shelf.drawn += 1;
    if (pairs.length >= ENOUGH && shelf.drawn % FRESH_EVERY !== 0) {
      const [one] = pairs[random.below(pairs.length)]!;
      const [, other] = pairs[random.below(pairs.length)]!;
      if (one.speaker !== other.speaker) return [one, other];
    }
    const [first, second] = drawPair(kind, random);
    const pair = [this.#analysed(first, random), this.#analysed(second, random)] as const;
    if (pairs.length < KEPT) pairs.push(pair);
    else pairs[random.below(KEPT)] = pair;
    return pair;
  }

  #analysed(speaker: Speaker, random: RandomSource): Voice {
    const { samples, speed } = randomPiece(speaker, this.#length, this.#voices, random);
    const pitch = speaker.pitch === undefined ? undefined : speaker.pitch * speed;
    return { speaker, pitch, data: this.#stft.analyse(samples).data };
  }
}
