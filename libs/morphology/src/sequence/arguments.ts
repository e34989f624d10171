import type { BitImage } from '@onebit/image';
import type { BorderOptions } from '../borders/border.ts';
import { readElement, readHitOrMissElement } from '../elements/element-text.ts';
import type { HitOrMissElement } from '../elements/hit-or-miss-element.ts';
import { square } from '../elements/shapes.ts';
import type { StructuringElement } from '../elements/structuring-element.ts';
import { type Piece, unreadable } from '../text/piece.ts';
import { didYouMean, nearest } from '../text/suggestion.ts';

/** A filter that was learned instead of written down: an image in, an image of the same size out. */
export interface LearnedOperation {
  /** The border rule is that of the sequence. */
  apply(image: BitImage, options: BorderOptions): BitImage;
}

/** Learned filters by the names that `learned:NAME` calls them. */
export type LearnedFilters = ReadonlyMap<string, LearnedOperation>;

/** The element of an operation that is written without one. */
const DEFAULT_ELEMENT = square(3);

/**
 * The arguments behind an operation's name, read one after the other. What is absent takes its
 * default; {@link end} refuses what is left over.
 */
export class StepArguments {
  readonly #operation: Piece;
  readonly #pieces: readonly Piece[];
  readonly #learned: LearnedFilters;
  #next = 0;

  constructor(operation: Piece, pieces: readonly Piece[], learned: LearnedFilters = new Map()) {
    this.#operation = operation;
    this.#pieces = pieces;
    this.#learned = learned;
  }

  /** Whether another argument follows. */
  get more(): boolean {
    return this.#next < this.#pieces.length;
  }

  /** A structuring element; a 3x3 square where none is given. */
  element(): StructuringElement {
    return this.more ? readElement(this.#take(), 'sequence-invalid') : DEFAULT_ELEMENT;
  }

  /** A hit-or-miss element; there is no default. */
  hitOrMissElement(): HitOrMissElement {
    if (!this.more) {
      throw unreadable(
        'sequence-invalid',
        { text: '', position: this.#operation.position + this.#operation.text.length },
        'a hit-or-miss element',
        'Write rows of 1 (hit), 0 (miss) and x (do not care): hit-or-miss:x0x/011/x11.',
      );
    }
    return readHitOrMissElement(this.#take(), 'sequence-invalid');
  }

  /** A whole number from `low` to `high`. */
  integer(what: string, fallback: number, low: number, high: number): number {
    if (!this.more) return fallback;
    const piece = this.#take();
    const value = Number(piece.text);
    if (/^\d+$/.test(piece.text) && value >= low && value <= high) return value;
    const hint = `Write a whole number, or leave it out for ${fallback}.`;
    throw unreadable('sequence-invalid', piece, `${what} of ${low} to ${high}`, hint);
  }

  /** One word of a few; case does not matter. */
  word<Word extends string>(what: string, words: readonly Word[], fallback: Word): Word {
    if (!this.more) return fallback;
    const piece = this.#take();
    const lower = piece.text.toLowerCase();
    const found = words.find((word) => word === lower);
    if (found !== undefined) return found;
    const hint = `${didYouMean(nearest(lower, words))}Leave it out for ${fallback}.`;
    throw unreadable('sequence-invalid', piece, `${what}: ${words.join(', ')}`, hint);
  }

  /** A learned filter by its name; there is no default. */
  learnedFilter(): { name: string; filter: LearnedOperation } {
    const names = [...this.#learned.keys()];
    const known = names.length === 0 ? 'none is loaded' : names.join(', ');
    const end = this.#operation.position + this.#operation.text.length;
    const piece = this.more ? this.#take() : { text: '', position: end };
    const filter = this.#learned.get(piece.text);
    if (filter !== undefined) return { name: piece.text, filter };
    const meant = didYouMean(nearest(piece.text, names));
    const hint = `${meant}Hand loaded filters over: sequence(text, { learned }).`;
    throw unreadable('sequence-invalid', piece, `a learned filter: ${known}`, hint);
  }

  /** Whether another argument follows that is none of these words. */
  moreThanWord(words: readonly string[]): boolean {
    return this.more && !words.includes(this.#pieces[this.#next]!.text.toLowerCase());
  }

  /**
   * A window of sides up to `largest`: `N` for a square one or `WxH`, or the element of that form,
   * `squareN`, `rectWxH`, `hlineN` or `vlineN`.
   */
  window(
    fallback: number,
    largest: number,
    sides: 'odd' | 'any' = 'any',
  ): { width: number; height: number } {
    if (!this.more) return { width: fallback, height: fallback };
    const piece = this.#take();
    const { width, height } = sidesOf(piece.text);
    const fits = [width, height].every(
      (side) => side >= 1 && side <= largest && (sides === 'any' || side % 2 === 1),
    );
    if (fits) return { width, height };
    const expected = `a window of ${sides} sides from 1 to ${largest}, as 5, 5x3 or rect5x3`;
    const hint = `Write width x height in pixels, 5x3 or rect5x3, or leave it out for ${fallback}.`;
    throw unreadable('sequence-invalid', piece, expected, hint);
  }

  /** Refuses arguments that the operation does not take. */
  end(): void {
    if (!this.more) return;
    throw unreadable(
      'sequence-invalid',
      this.#take(),
      `no further argument of ${this.#operation.text.toLowerCase()}`,
      'Join operations by + or a space, not by a colon.',
    );
  }

  #take(): Piece {
    const piece = this.#pieces[this.#next]!;
    this.#next += 1;
    return piece;
  }
}

/** The sides of a window as it is written; not a number where it is written otherwise. */
function sidesOf(text: string): { width: number; height: number } {
  const [, name = '', first, second] = /^([a-z]*?)(\d+)(?:x(\d+))?$/i.exec(text) ?? [];
  const side = Number(first);
  const other = second === undefined ? NaN : Number(second);
  switch (name.toLowerCase()) {
    case '':
      return { width: side, height: second === undefined ? side : other };
    case 'rect':
      return { width: side, height: other };
    case 'square':
      return { width: side, height: second === undefined ? side : NaN };
    case 'hline':
      return { width: side, height: second === undefined ? 1 : NaN };
    case 'vline':
      return { width: second === undefined ? 1 : NaN, height: side };
    default:
      return { width: NaN, height: NaN };
  }
}
