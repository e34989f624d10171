import type { VoteTables } from '@onebit/bitwise-kernels';
import type { BitImage } from '@onebit/image';
import type { Slices } from '../../sequence/slices.ts';
import { boostedTables } from './boosting.ts';
import type { Example } from './byte-strips.ts';
import { countedTable } from './counted-table.ts';
import { samplesOf } from './samples.ts';
import { type TableStages, stagesInStrips } from './table-filter.ts';
import { type Cell, diamondWindow, roundWindow, squareWindow } from './windows.ts';

/** A way to make a filter of tables. */
export interface TablePlan {
  readonly name: string;
  readonly stages: readonly StagePlan[];
}

/** One stage: a single counted table over its window, or boosted tables of 4 inputs. */
export interface StagePlan {
  readonly window: readonly Cell[];
  /** Tables to boost; a counted table where absent. */
  readonly tables?: number;
}

/** Most windows that are looked at; more pictures are drawn from at random. */
export const MOST_SAMPLES = 2_000_000;

/** Two stages of boosted tables, half of them each. */
export function boostedPlan(tables: number): TablePlan {
  const first = Math.ceil(tables / 2);
  return {
    name: `${tables} boosted tables`,
    stages: [
      { window: roundWindow(30), tables: first },
      { window: [...roundWindow(20), ...roundWindow(30, 1)], tables: tables - first },
    ],
  };
}

/** The plans that fit a number of bytes, smallest first. */
export function plansWithin(maxBytes: number): TablePlan[] {
  const plans: [bytes: number, TablePlan][] = [
    [64 + 9, { name: '3x3 table', stages: [{ window: squareWindow(3) }] }],
    [1024 + 13, { name: '13-pixel table', stages: [{ window: diamondWindow(2) }] }],
  ];
  // 12.5 bytes a table: 4 inputs, 4 plane bits, 16 votes of 4 bits.
  const tables = Math.floor(maxBytes / 12.5);
  if (tables >= 16) plans.push([tables * 12.5, boostedPlan(tables)]);
  return plans.filter(([bytes]) => bytes <= maxBytes).map(([, plan]) => plan);
}

/** How {@link fitTables} learns. */
export interface TableSettings {
  readonly seed: number;
  readonly mostSamples?: number;
  /** Pixels at each side of a picture that are not learned from; by default 0. */
  readonly frame?: number;
  readonly onTable?: (fraction: number) => void;
}

/** Learns the stages of a plan one after the other, each on what the one before it gives. */
export function* fitTables(
  pairs: readonly { readonly before: BitImage; readonly after: BitImage }[],
  plan: TablePlan,
  options: TableSettings,
): Slices<TableStages> {
  const { seed, mostSamples = MOST_SAMPLES, frame = 0, onTable } = options;
  const stages: VoteTables[] = [];
  let filtered: BitImage[] = [];
  const all = plan.stages.reduce((sum, { tables = 1 }) => sum + tables, 0);
  let done = 0;
  try {
    for (const [index, { window, tables }] of plan.stages.entries()) {
      const examples = pairs.map(({ before, after }, at): Example => {
        const given = filtered[at];
        return { planes: given === undefined ? [before] : [before, given], after };
      });
      if (tables === undefined) stages.push(yield* countedTable(examples, window, frame));
      else {
        const began = done;
        const samples = yield* samplesOf(examples, window, mostSamples, seed + index, frame);
        stages.push(
          yield* boostedTables(samples, window, {
            tables,
            seed: seed + index,
            samplesPerTable: Math.min(80_000, Math.ceil(samples.count / 4)),
            onTable: (count) => onTable?.((began + count) / all),
          }),
        );
      }
      done += tables ?? 1;
      onTable?.(done / all);
      for (const image of filtered) image.dispose();
      filtered = [];
      if (index === plan.stages.length - 1) break;
      for (const { before } of pairs) filtered.push(yield* stagesInStrips(before, stages));
    }
    return stages;
  } finally {
    for (const image of filtered) image.dispose();
  }
}
