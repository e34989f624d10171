import { OnebitError } from '@onebit/errors';

/** How the network's probabilities become masks. */
export interface MaskOptions {
  /** `soft` scales each bin by its probability, `binary` gives it to a talker whole or not at all. */
  readonly mask?: 'soft' | 'binary';
  /**
   * Least probability at which a talker gets a bin (Simpson's alpha, 2015), 0 to 1: by default 0
   * for soft masks, which keeps all, and 0.5 for binary ones, which gives each bin to one talker.
   */
  readonly confidence?: number;
}

/** A talker's share of a bin from the probability that the bin is theirs. */
export type MaskFunction = (probability: number) => number;

/**
 * The function that makes masks.
 *
 * @throws OnebitError `value-invalid`
 */
export function maskFunction({ mask = 'soft', confidence }: MaskOptions): MaskFunction {
  const least = confidence ?? (mask === 'binary' ? 0.5 : 0);
  if (!(typeof least === 'number' && least >= 0 && least <= 1)) {
    throw new OnebitError('value-invalid', {
      expected: 'a confidence from 0 to 1',
      received: String(confidence),
      hint: 'Leave it out to lose nothing of the sound.',
    });
  }
  if (mask === 'soft') return (probability) => (probability >= least ? probability : 0);
  if (mask === 'binary') return (probability) => (probability >= least ? 1 : 0);
  throw new OnebitError('value-invalid', {
    expected: 'soft or binary',
    received: String(mask),
    hint: 'Choose one of the masks.',
  });
}
