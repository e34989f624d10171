import type { Slices } from '../../sequence/slices.ts';
import { errorsOf } from '../lattice/learn-chain.ts';
import type { Pair } from '../pairs.ts';
import { proving } from '../proof.ts';
import { partOf } from '../sampling/picture-part.ts';
import { MOST_SAMPLES, type TablePlan, fitTables } from './fit-tables.ts';
import { type TableStages, stagesInStrips } from './table-filter.ts';

/** What {@link choosePlan} is told. */
export interface PlanChoice {
  readonly seed: number;
  /** The frame that does not count, of {@link frameOfTables}. */
  readonly frame: number;
  /** The pixels in which the rival of the tables is wrong on pairs held back. */
  readonly rival: (held: readonly Pair[]) => Slices<number>;
  /** Called before every plan and inside of it: how far all of them are. */
  readonly onProgress: (fraction: number, doing: string) => void;
}

/** A plan, and its tables where pairs that were held back could add nothing to them. */
export interface ChosenPlan {
  readonly plan: TablePlan;
  readonly stages: TableStages | undefined;
}

/** More than any table reads. */
const FRAME = 8;

/** Pixels at each side that do not count in large pictures, so that no border rule is assumed. */
export function frameOfTables(pairs: readonly Pair[]): number {
  const large = pairs.every(({ after }) => Math.min(after.width, after.height) > 32 * FRAME);
  return large ? FRAME : 0;
}

/**
 * The plan whose tables err least on pairs held back, or none where no plan beats the rival. Every
 * pixel that was held back is counted; the smallest plan without an error is taken at once.
 */
export function* choosePlan(
  pairs: readonly Pair[],
  plans: readonly TablePlan[],
  { seed, frame, rival, onProgress }: PlanChoice,
): Slices<ChosenPlan | undefined> {
  if (plans.length === 0) return undefined;
  const { learning, held, copies } = split(pairs);
  const pixels = learning.reduce((sum, { after }) => sum + after.width * after.height, 0);
  try {
    let least = yield* rival(held);
    let chosen: ChosenPlan | undefined;
    for (const [index, plan] of plans.entries()) {
      const tell = (part: number): void => onProgress((index + part) / plans.length, plan.name);
      tell(0);
      const stages = yield* fitTables(learning, plan, { seed, frame, onTable: tell });
      const proof = yield* proving(held, (image) => stagesInStrips(image, stages), frame);
      const errors = errorsOf(proof);
      if (errors >= least) continue;
      least = errors;
      chosen = { plan, stages: pixels >= MOST_SAMPLES ? stages : undefined };
      if (errors === 0) break;
    }
    return chosen;
  } finally {
    for (const { before, after } of copies) {
      before.dispose();
      after.dispose();
    }
  }
}

/** Every fourth pair is held back; of fewer pairs the lowest quarter of every picture. */
function split(pairs: readonly Pair[]): { learning: Pair[]; held: Pair[]; copies: Pair[] } {
  if (pairs.length >= 4) {
    return {
      learning: pairs.filter((_, index) => index % 4 !== 3),
      held: pairs.filter((_, index) => index % 4 === 3),
      copies: [],
    };
  }
  const rows = ({ before, after }: Pair, top: number, bottom: number): Pair => {
    const part = { left: 0, top, right: before.width, bottom };
    return { before: partOf(before, part), after: partOf(after, part) };
  };
  const [learning, held]: [Pair[], Pair[]] = [[], []];
  for (const pair of pairs) {
    const { height } = pair.before;
    const cut = Math.max(1, Math.floor(height * 0.75));
    learning.push(rows(pair, 0, cut));
    held.push(rows(pair, Math.min(cut, height - 1), height));
  }
  return { learning, held, copies: [...learning, ...held] };
}
