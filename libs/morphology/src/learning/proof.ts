import { combine } from '@onebit/bitwise-kernels';
import type { BitImage } from '@onebit/image';
import { type Pair, diceOfAll } from './pairs.ts';

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

/** Runs a filter on all pairs and counts, away from a frame that does not count. */
export function prove(
  pairs: readonly Pair[],
  filter: (image: BitImage) => BitImage,
  frame: number,
): Proof {
  let errors = 0;
  let pixels = 0;
  const results: Pair[] = [];
  try {
    for (const { before, after } of pairs) {
      const result = filter(before);
      results.push({ before: result, after });
      using differing = combine('xor', result.bits, after.bits);
      const total = differing.popcount();
      pixels += Math.max(0, before.width - 2 * frame) * Math.max(0, before.height - 2 * frame);
      if (total === 0) continue;
      for (let y = frame; y < after.height - frame; y++) {
        for (let x = frame; x < after.width - frame; x++) errors += differing.get(y, x);
      }
    }
    if (errors === 0) return { kind: 'zero-error', pairs: pairs.length, pixels };
    const dice = diceOfAll(results, frame);
    return { kind: 'approximate', pairs: pairs.length, pixels, errors, dice };
  } finally {
    for (const { before } of results) before.dispose();
  }
}
