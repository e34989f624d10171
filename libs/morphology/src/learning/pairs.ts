import { combine } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import type { BitImage } from '@onebit/image';
import type { Sequence } from '../sequence/sequence.ts';
import { countInside } from './sampling/count-inside.ts';

/** What a filter is learned from: a picture, and what the filter should make of it. */
export interface Pair {
  readonly before: BitImage;
  /** Of the size of `before`. */
  readonly after: BitImage;
}

/**
 * Before/after pairs of a known sequence, to learn it back.
 *
 * @param target - what makes the after pictures
 * @param pictures - the before pictures, kept as they are
 * @throws OnebitError `sequence-result` where the sequence ends in numbers
 *
 * @example
 * ```ts
 * import { diskorect, pairsOf, sequence } from '@onebit/morphology';
 * const pairs = pairsOf(sequence('dilate:disk1'), diskorect(3, 1));
 * console.log(pairs.length, pairs[0].after.count() > pairs[0].before.count()); // 3 true
 * ```
 */
export function pairsOf(target: Sequence, pictures: readonly BitImage[]): Pair[] {
  return pictures.map((before) => ({ before, after: target.apply(before) }));
}

/** Refuses what nothing can be learned from. */
export function checkPairs(pairs: readonly Pair[]): void {
  if (pairs.length === 0) {
    throw new OnebitError('value-invalid', {
      expected: 'at least one pair of pictures',
      received: 'none',
      hint: 'Give before/after pairs to learn from.',
    });
  }
  for (const [index, { before, after }] of pairs.entries()) {
    if (before.width === after.width && before.height === after.height) continue;
    throw new OnebitError('size-mismatch', {
      expected: `an after picture of ${before.width}x${before.height} in pair ${index}`,
      received: `${after.width}x${after.height}`,
      hint: 'Both pictures of a pair have one size.',
    });
  }
}

/**
 * The Dice coefficient of two pictures: 2 |A and B| / (|A| + |B|), 1 where both are empty
 * (L. R. Dice, 1945). For binary pictures it is the F-measure.
 *
 * @param a - a picture
 * @param b - another of the same size
 * @param frame - pixels at each side that do not count; by default 0
 * @throws OnebitError `size-mismatch`
 *
 * @example
 * ```ts
 * import { BitImage } from '@onebit/image';
 * import { dice } from '@onebit/morphology';
 * console.log(dice(BitImage.fromRows(['0110']), BitImage.fromRows(['0011']))); // 0.5
 * ```
 */
export function dice(a: BitImage, b: BitImage, frame = 0): number {
  return diceOfAll([{ before: a, after: b }], frame);
}

/** The Dice coefficient pooled over pairs of pictures, both sides by their pixels. */
export function diceOfAll(pairs: readonly Pair[], frame = 0): number {
  let both = 0;
  let sum = 0;
  for (const { before, after } of pairs) {
    using common = combine('and', before.bits, after.bits);
    both += countInside(common, frame);
    sum += countInside(before.bits, frame) + countInside(after.bits, frame);
  }
  return sum === 0 ? 1 : (2 * both) / sum;
}
