import { BitString } from '@onebit/bitwise-kernels';
import type { BitImage } from '@onebit/image';
import type { Pair } from '../pairs.ts';
import type { WindowSet } from './window.ts';

/** A step of a chain. */
export type StepKind = 'dilate' | 'erode';

/** Where a picture lies in the strings of a batch. */
interface Place {
  readonly image: BitImage;
  /** Row of its first pixel. */
  readonly top: number;
}

/**
 * All pairs in one bit string a side, so that one kernel call dilates or erodes every picture.
 *
 * The pictures lie below one another with a gap of background between them; a row and a column are a
 * shift of `pitch` and 1. Pixels within `frame` of a picture's sides do not count. Where the frame is
 * narrower than the chain reaches, gaps are made neutral before every step, which is the border rule
 * `ignore`.
 */
export class PairBatch implements Disposable {
  /** Side of the elements' window, odd. */
  readonly side: number;
  /** Pixels that count. */
  readonly pixels: number;
  readonly pitch: number;
  readonly before: BitString;
  readonly after: BitString;
  /** The pixels that count. */
  readonly mask: BitString;
  /** The pixels of pictures. */
  readonly #inside: BitString;
  readonly #bits: number;
  readonly #reach: number;
  readonly #neutral: boolean;

  /**
   * @param pairs - at least one, each of one size
   * @param side - of the window, odd
   * @param frame - pixels at each side that do not count
   * @param steps - the longest chain
   */
  constructor(pairs: readonly Pair[], side: number, frame: number, steps: number) {
    const radius = (side - 1) / 2;
    this.side = side;
    this.#neutral = frame < radius * steps;
    this.pitch = Math.max(...pairs.map(({ before }) => before.width)) + radius;
    let rows = radius;
    const tops = pairs.map(({ before }) => {
      const top = rows;
      rows += before.height + radius;
      return top;
    });
    this.#bits = rows * this.pitch;
    this.#reach = radius * this.pitch + radius;
    this.before = this.#laid(
      pairs.map(({ before }, index) => ({ image: before, top: tops[index]! })),
    );
    this.after = this.#laid(pairs.map(({ after }, index) => ({ image: after, top: tops[index]! })));
    this.mask = this.string();
    this.#inside = this.string();
    let pixels = 0;
    for (const [index, { before }] of pairs.entries()) {
      for (let y = 0; y < before.height; y++) {
        const row = (tops[index]! + y) * this.pitch;
        for (let x = 0; x < before.width; x++) {
          this.#inside.set(row + x, 1);
          const counts = Math.min(x, y, before.width - 1 - x, before.height - 1 - y) >= frame;
          if (counts) this.mask.set(row + x, 1);
          pixels += counts ? 1 : 0;
        }
      }
    }
    this.pixels = pixels;
  }

  /** An empty string of the batch's length. */
  string(): BitString {
    return new BitString(this.#bits, this.#reach);
  }

  /** One step from a string into another. */
  step(kind: StepKind, set: WindowSet, from: BitString, to: BitString): void {
    const sign = kind === 'dilate' ? -1 : 1;
    const radius = (this.side - 1) / 2;
    const shifts: number[] = [];
    for (let at = 0; at < set.length; at++) {
      if (set[at] === 0) continue;
      const [y, x] = [Math.floor(at / this.side) - radius, (at % this.side) - radius];
      shifts.push(sign * (y * this.pitch + x));
    }
    if (this.#neutral) this.#makeNeutral(kind, from);
    from.gather(kind === 'dilate' ? 'or' : 'and', shifts, to);
  }

  /** Pixels that count and differ from the after pictures. */
  errors(result: BitString): number {
    return result.differences(this.after, this.mask);
  }

  /** Where the gaps lie, ones for an erosion and zeros for a dilation leave the pictures alone. */
  #makeNeutral(kind: StepKind, string: BitString): void {
    const words = string.words;
    const inside = this.#inside.words;
    for (let word = 0; word < words.length; word++) {
      if (kind === 'dilate') words[word]! &= inside[word]!;
      else words[word]! |= ~inside[word]!;
    }
  }

  #laid(places: readonly Place[]): BitString {
    const string = this.string();
    for (const { image, top } of places) {
      const bytes = image.toBytes();
      for (let at = 0; at < bytes.length; at++) {
        if (bytes[at] === 0) continue;
        string.set((top + Math.floor(at / image.width)) * this.pitch + (at % image.width), 1);
      }
    }
    return string;
  }

  [Symbol.dispose](): void {
    for (const string of [this.before, this.after, this.mask, this.#inside]) {
      string[Symbol.dispose]();
    }
  }
}
