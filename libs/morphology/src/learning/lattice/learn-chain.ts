import { BitImage } from '@onebit/image';
import { sequence } from '../../sequence/sequence.ts';
import type { Slices } from '../../sequence/slices.ts';
import type { Pair } from '../pairs.ts';
import { type Proof, proving } from '../proof.ts';
import { Sample } from '../sampling/sample.ts';
import { SeededRandom } from '../seeded-random.ts';
import { searchChain } from './chain-search.ts';
import type { LearnableOperator } from './forms.ts';

/** A chain, and how it does on all pairs. */
export interface ProvedChain {
  readonly text: string;
  readonly proof: Proof;
}

/** What {@link learnChain} is told. */
export interface ChainSettings {
  readonly operators: readonly LearnableOperator[];
  /** Largest side of the elements, odd. */
  readonly side: number;
  readonly restarts: number;
  readonly seed: number;
  readonly onProgress: (fraction: number, doing: string) => void;
}

/** Dilations and erosions of the longest chain. */
const LONGEST = 4;
/** Searches on a growing sample before the best chain so far is taken. */
const ROUNDS = 6;
/** Patches that a sample grows by. */
const GROWTH = 8;

/**
 * Learns the smallest exact chain. Of large pictures a sample is searched, and what is exact there is
 * tried on every pixel; where it is wrong, patches from there join the sample and the search goes on
 * (counterexample-guided, as in program synthesis: A. Solar-Lezama et al., 2006).
 */
export function* learnChain(pairs: readonly Pair[], settings: ChainSettings): Slices<ProvedChain> {
  const { operators, side, restarts, seed, onProgress } = settings;
  const radius = (side - 1) / 2;
  using sample = yield* Sample.draw(pairs, radius * LONGEST, new SeededRandom(seed));
  const [searched, proved] = [frameOf(sample.sources, radius), frameOf(pairs, radius)];
  let best: ProvedChain | undefined;
  for (let round = 0; ; round++) {
    // Every round may be the last: it takes half of what is left.
    const [from, to] = sample.whole ? [0, 1] : [1 - 0.5 ** round, 1 - 0.5 ** (round + 1)];
    const { text, errors } = yield* searchChain(sample.pairs, {
      operators,
      side,
      restarts,
      seed,
      frame: searched,
      onProgress: (fraction, doing) => onProgress(from + fraction * (to - from), doing),
    });
    const frame = proved(stepsOf(text));
    const wrong = new Map<number, BitImage>();
    try {
      const chain = sequence(text);
      const proof = yield* proving(pairs, oneSlice(chain), frame, (index, differing) => {
        if (!sample.whole) wrong.set(index, BitImage.fromMatrix(differing.clone()));
      });
      if (best === undefined || errorsOf(proof) < errorsOf(best.proof)) best = { text, proof };
      // An error on the sample is one that the search could not mend.
      const done = proof.kind === 'zero-error' || errors > 0 || round + 1 === ROUNDS;
      if (done || !sample.add(wrong, frame, GROWTH)) return best;
    } finally {
      for (const picture of wrong.values()) picture.dispose();
    }
  }
}

/** A filter that takes one slice a picture. */
export function oneSlice(filter: {
  apply(image: BitImage): BitImage;
}): (image: BitImage) => Slices<BitImage> {
  return function* run(image) {
    yield;
    return filter.apply(image);
  };
}

/** Pixels that differ. */
export function errorsOf(proof: Proof): number {
  return proof.kind === 'zero-error' ? 0 : proof.errors;
}

/**
 * Pixels at each side that do not count for a chain of so many steps. On small pictures every pixel
 * has to count: then the border rule is `ignore`.
 */
function frameOf(pairs: readonly Pair[], radius: number): (steps: number) => number {
  const shortest = pairs.reduce(
    (least, { before: { width, height } }) => Math.min(least, width, height),
    Infinity,
  );
  return (steps) => (shortest > 4 * radius * steps ? radius * steps : 0);
}

/** Dilations and erosions of a chain: an opening has two, and a top-hat too. */
function stepsOf(text: string): number {
  return sequence(text).steps.reduce(
    (sum, { operation }) => sum + (operation === 'dilate' || operation === 'erode' ? 1 : 2),
    0,
  );
}
