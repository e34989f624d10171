import { type BitMatrix, combine } from '@onebit/bitwise-kernels';
import type { BitImage } from '@onebit/image';
import type { Slices } from '../sequence/slices.ts';
import { countInside } from './sampling/count-inside.ts';
import type { Pair } from './pairs.ts';

/** What is known about a learned filter: how it does on every pixel it was learned from. */
export type Proof =
  /** It gives every after picture, pixel by pixel. */
  | { readonly kind: 'zero-error'; readonly pairs: number; readonly pixels: number }
  /** It does not; so many pixels differ. */
  | {
      readonly kind: 'approximate';
      readonly pairs: number;
      readonly pixels: number;
      readonly errors: number;
      /** Dice coefficient (F-measure), pooled over the pixels. */
      readonly dice: number;
    };

/**
 * Runs a filter on all pairs and counts, away from a frame that does not count.
 *
 * @param onErrors - told which pixels of a pair differ; they are lent for the call
 */
export function* proving(
  pairs: readonly Pair[],
  filter: (image: BitImage) => Slices<BitImage>,
  frame: number,
  onErrors?: (pair: number, differing: BitMatrix) => void,
): Slices<Proof> {
  let [errors, pixels, both, sum] = [0, 0, 0, 0];
  for (const [index, { before, after }] of pairs.entries()) {
    using result = yield* filter(before);
    using differing = combine('xor', result.bits, after.bits);
    using common = combine('and', result.bits, after.bits);
    const wrong = countInside(differing, frame);
    errors += wrong;
    pixels += Math.max(0, before.width - 2 * frame) * Math.max(0, before.height - 2 * frame);
    both += countInside(common, frame);
    sum += countInside(result.bits, frame) + countInside(after.bits, frame);
    if (wrong > 0) onErrors?.(index, differing);
    yield;
  }
  if (errors === 0) return { kind: 'zero-error', pairs: pairs.length, pixels };
  const dice = sum === 0 ? 1 : (2 * both) / sum;
  return { kind: 'approximate', pairs: pairs.length, pixels, errors, dice };
}
