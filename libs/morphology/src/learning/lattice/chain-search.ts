import { combine } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import type { Slices } from '../../sequence/slices.ts';
import type { Pair } from '../pairs.ts';
import { countInside } from '../sampling/count-inside.ts';
import { SeededRandom } from '../seeded-random.ts';
import { PairBatch, type StepKind } from './batch.ts';
import { type ChainForm, type Descended, Descent } from './descent.ts';
import { type LearnableOperator, chainForms } from './forms.ts';
import { namedChain } from './naming.ts';
import { greatestElement } from './single-step.ts';
import type { WindowSet } from './window.ts';

/** A chain that a search found. */
export interface FoundChain {
  /** As a sequence reads it. */
  readonly text: string;
  /** Pixels of the pairs that differ. */
  readonly errors: number;
  /** Pixels that were compared. */
  readonly pixels: number;
}

/** What a search is told. */
export interface ChainSearchSettings {
  readonly operators: readonly LearnableOperator[];
  /** Side of the elements' window, odd. */
  readonly side: number;
  /** Descents from random starts a form of chain. */
  readonly restarts: number;
  readonly seed: number;
  /** Pixels at each side that do not count, by the steps of a chain. */
  readonly frame: (steps: number) => number;
  readonly onProgress?: (fraction: number, doing: string) => void;
}

/**
 * Searches the smallest exact chain, shortest forms first; without one, the chain with the least
 * errors. Yields where it may be interrupted.
 */
export function* searchChain(
  pairs: readonly Pair[],
  settings: ChainSearchSettings,
): Slices<FoundChain> {
  const found = new BestChain();
  yield* searchSingleSteps(pairs, settings, found);
  if (!found.exact) yield* searchTophats(pairs, settings, found);
  if (!found.exact) {
    const best = yield* searchForms(pairs, settings, pairForms, [], [0.1, 0.5], found);
    if (!found.exact) {
      // A longer chain begins with what a shorter one does best.
      yield* searchForms(pairs, settings, longForms, best, [0.5, 1], found);
    }
  }
  settings.onProgress?.(1, 'done');
  return found.chain ?? { text: 'dilate:square1', ...identityErrors(pairs) };
}

const pairForms = ['open', 'close'] as const;
const longForms = ['open-close', 'close-open'] as const;

/** The least errors seen, the earlier and so simpler chain where two are equal. */
class BestChain {
  chain: FoundChain | undefined;

  get exact(): boolean {
    return this.chain?.errors === 0;
  }

  take(chain: FoundChain): void {
    // Compared by share: chains of other lengths count other pixels.
    const share = ({ errors, pixels }: FoundChain): number => errors / pixels;
    if (this.chain === undefined || share(chain) < share(this.chain)) this.chain = chain;
  }
}

function* searchSingleSteps(
  pairs: readonly Pair[],
  settings: ChainSearchSettings,
  found: BestChain,
): Slices<void> {
  const kinds = (['dilate', 'erode'] as const).filter((kind) => settings.operators.includes(kind));
  if (kinds.length === 0) return;
  using batch = new PairBatch(pairs, settings.side, settings.frame(1), 1);
  for (const kind of kinds) {
    settings.onProgress?.(0, kind);
    const set = greatestElement(batch, kind);
    yield;
    const form: ChainForm = { name: kind, kinds: [kind as StepKind], tied: [] };
    using descent = new Descent(batch, form, new SeededRandom(settings.seed));
    if (set.includes(1)) descent.consider([set]);
    // Without an exact element the nearest one is looked for, a single bit at a time.
    if (descent.errors > 0) yield* descent.attempt();
    if (descent.best === undefined) continue;
    found.take(chainOf(descent, batch));
    if (found.exact) return;
  }
}

function* searchForms(
  pairs: readonly Pair[],
  settings: ChainSearchSettings,
  names: readonly LearnableOperator[],
  beginnings: readonly Descended[],
  [from, to]: readonly [number, number],
  found: BestChain,
): Slices<Descended[]> {
  const forms = names
    .filter((name) => settings.operators.includes(name))
    .map((name) => chainForms[name]!);
  if (forms.length === 0) return [];
  const steps = forms[0]!.kinds.length;
  using batch = new PairBatch(pairs, settings.side, settings.frame(steps), steps);
  const random = new SeededRandom(settings.seed);
  const descents = forms.map((form) => new Descent(batch, form, random));
  try {
    const all = settings.restarts * descents.length;
    let done = 0;
    for (let attempt = 0; attempt < settings.restarts; attempt++) {
      for (const descent of descents) {
        settings.onProgress?.(from + (done++ / all) * (to - from), descent.form.name);
        // The wrong order shows at once: after two attempts only the better one goes on.
        const least = Math.min(...descents.map(({ errors }) => errors));
        if (attempt >= 2 && descent.errors > 2 * least) continue;
        const begun = beginnings.find(({ form }) => form.kinds[0] === descent.form.kinds[0]);
        const starts = begun === undefined ? [] : startsAfter(begun.sets, settings.side);
        // Later attempts in turn: what the best chain has in one step of a group, in all of them.
        const tied = attempt >= starts.length && attempt % 2 === 1 ? tiedStarts(descent) : [];
        const start = starts[attempt] ?? tied[((attempt - 1) / 2) % tied.length];
        yield* start === undefined ? descent.attempt() : descent.attemptFrom(start);
        if (descent.best === undefined || descent.errors > 0) continue;
        found.take(chainOf(descent, batch));
        return [descent.best];
      }
    }
    for (const descent of descents) if (descent.best) found.take(chainOf(descent, batch));
    return descents.flatMap(({ best }) => best ?? []);
  } finally {
    for (const descent of descents) descent[Symbol.dispose]();
  }
}

/** The best chain with the element of one step of each pair taken for the whole pair. */
function tiedStarts({ best, form }: Descent): WindowSet[][] {
  const groups = form.tied.filter((group) => group.length === 2);
  if (best === undefined || groups.length < 2) return [];
  return [0, 3, 1, 2].map((choice) =>
    best.sets.map((set, step) => {
      const index = groups.findIndex((group) => group.includes(step));
      return index < 0 ? set : best.sets[groups[index]![(choice >> index) & 1]!]!;
    }),
  );
}

/** Chains of twice the length that begin with given elements: the same again, then doing nothing. */
function startsAfter(sets: readonly WindowSet[], side: number): WindowSet[][] {
  const nothing = new Uint8Array(side * side);
  nothing[(side * side - 1) / 2] = 1;
  const rests = [sets[0]!, nothing, sets[1]!];
  return rests.map((rest) => [...sets, rest, rest]);
}

/**
 * A top-hat is the difference to an opening or closing: where every after picture lies inside the
 * before picture, what was taken away is what an opening left; where they are disjoint, both
 * together are what a closing gave.
 */
function* searchTophats(
  pairs: readonly Pair[],
  settings: ChainSearchSettings,
  found: BestChain,
): Slices<void> {
  const inner: LearnableOperator[] = [];
  const frame = settings.frame(2);
  const every = (test: 'and' | 'and-not'): boolean =>
    pairs.every(({ before, after }) => {
      using rest =
        test === 'and'
          ? combine('and', after.bits, before.bits)
          : combine('and-not', after.bits, before.bits);
      return countInside(rest, frame) === 0;
    });
  if (settings.operators.includes('white-tophat') && every('and-not')) inner.push('open');
  if (settings.operators.includes('black-tophat') && every('and')) inner.push('close');
  for (const operator of inner) {
    const operation = operator === 'open' ? 'and-not' : 'or';
    const residues = pairs.map(({ before, after }) => ({
      before,
      after: BitImage.fromMatrix(combine(operation, before.bits, after.bits)),
    }));
    try {
      const residual = new BestChain();
      const within = { ...settings, operators: [operator] };
      yield* searchForms(residues, within, [operator], [], [0, 0.1], residual);
      const { chain } = residual;
      const name = operator === 'open' ? 'white-tophat' : 'black-tophat';
      // Only an opening or closing by one element makes a top-hat of the grammar.
      if (chain?.text.startsWith(`${operator}:`) === true) {
        found.take({ ...chain, text: chain.text.replace(operator, name) });
      }
    } finally {
      for (const { after } of residues) after.dispose();
    }
    if (found.exact) return;
  }
}

function chainOf(descent: Descent, batch: PairBatch): FoundChain {
  const best = descent.best as Descended;
  const named = namedChain(descent, batch.side);
  return { text: named, errors: best.errors, pixels: batch.pixels };
}

function identityErrors(pairs: readonly Pair[]): { errors: number; pixels: number } {
  let errors = 0;
  let pixels = 0;
  for (const { before, after } of pairs) {
    using differing = combine('xor', before.bits, after.bits);
    errors += differing.popcount();
    pixels += before.width * before.height;
  }
  return { errors, pixels };
}
