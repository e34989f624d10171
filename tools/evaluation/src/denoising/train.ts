import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BitImage } from '@onebit/image';
import {
  FILTER_FILE,
  LearnedFilter,
  SeededRandom,
  type TablePlan,
  boostedPlan,
  diamondWindow,
  median,
  roundWindow,
  squareWindow,
} from '@onebit/morphology';
import { documentCleaningCard } from './card.ts';
import {
  type SoiledPage,
  developmentPages,
  learningPages,
  soiledPages,
  testPages,
} from './pages.ts';
import { type CleaningScores, cleaningScores } from './scores.ts';
import type { DenoisingRow, TrainedDenoising } from './trained-denoising.ts';

/** Options of {@link trainDenoising}. */
export interface TrainDenoisingOptions {
  /** Folder of the pages, PNG, white = ink. */
  readonly data: string;
  /** Where the model, its card and its metrics go. */
  readonly out: string;
  readonly seed: number;
  /** Crops of each large page to learn from. */
  readonly crops: number;
  /** Windows to learn each stage from. */
  readonly samples: number;
  /** The command that makes the same model again, for the card and the provenance. */
  readonly command: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly fraction: number; readonly doing: string }) => void;
}

/** Tables of the shipped filter: as many as its file holds in less than 4096 bytes. */
const TABLES = 302;

const baselines: readonly TablePlan[] = [
  { name: 'counted table, 3x3', stages: [{ window: squareWindow(3) }] },
  { name: 'counted table, 13 pixels', stages: [{ window: diamondWindow(2) }] },
  {
    name: 'two counted tables, 13, then 5 raw + 9 filtered',
    stages: [
      { window: diamondWindow(2) },
      { window: [...diamondWindow(1), ...squareWindow(3).map((cell) => ({ ...cell, plane: 1 }))] },
    ],
  },
];

const boosted: readonly TablePlan[] = [
  {
    name: 'boosted tables, one stage',
    stages: [{ window: roundWindow(30), tables: TABLES }],
  },
  { ...boostedPlan(TABLES), name: 'boosted tables, two stages' },
];

/**
 * Trains the document cleaning filter: pages are soiled by the noise law, every plan learns from some
 * of them, and the one with the largest F-measure on development pages is written with its card. The
 * figures of the card are those on test pages.
 *
 * @throws OnebitError `dataset-unreadable`, `aborted`
 */
export async function trainDenoising(options: TrainDenoisingOptions): Promise<TrainedDenoising> {
  const { data, out, seed, crops, samples, command, signal, onProgress } = options;
  const started = process.cpuUsage().user;
  const random = new SeededRandom(seed);
  const judging = { width: 420, height: 640, perLargePage: 2 };
  const uniform = (): number => random.next();
  const test = await soiledPages(data, testPages, judging, uniform);
  const development = await soiledPages(data, developmentPages, judging, uniform);
  const learning = await soiledPages(
    data,
    learningPages,
    { width: 700, height: 800, perLargePage: crops, halvedToo: true },
    uniform,
  );
  const rowOf = (
    method: string,
    bytes: number,
    filter: (image: BitImage) => BitImage,
  ): DenoisingRow => ({
    method,
    bytes,
    development: scoresOf(filter, development),
    test: scoresOf(filter, test),
  });
  const rows: DenoisingRow[] = [
    rowOf('noisy', 0, (image) => image.clone()),
    rowOf('median 3x3', 0, (image) => median(image, { width: 3, height: 3 })),
  ];
  const plans = [...baselines, ...boosted];
  let best: { filter: LearnedFilter; row: DenoisingRow } | undefined;
  for (const [index, plan] of plans.entries()) {
    const filter = await LearnedFilter.fitTables(learning, plan, {
      seed,
      mostSamples: samples,
      ...(signal && { signal }),
      onTable: (fraction) =>
        onProgress?.({ fraction: (index + fraction) / plans.length, doing: plan.name }),
    });
    const row = rowOf(plan.name, filter.bytes, (image) => filter.apply(image));
    rows.push(row);
    if (best === undefined || row.development.f > best.row.development.f) best = { filter, row };
  }
  const { filter, row } = best!;
  const file = filter.toModel();
  const result: TrainedDenoising = {
    model: row.method,
    bytes: filter.bytes,
    fileBytes: file.byteLength,
    seed,
    learningPages,
    developmentPages,
    testPages,
    rows,
    seconds: (process.cpuUsage().user - started) / 1e6,
    command,
    licence: 'MIT',
  };
  await mkdir(out, { recursive: true });
  await writeFile(join(out, FILTER_FILE), file);
  await writeFile(join(out, 'metrics.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  await writeFile(join(out, 'README.md'), documentCleaningCard(result, filter));
  return result;
}

function scoresOf(
  filter: (image: BitImage) => BitImage,
  pages: readonly SoiledPage[],
): CleaningScores {
  const cleaned = pages.map(({ before }) => filter(before));
  const scores = cleaningScores(
    cleaned,
    pages.map(({ after }) => after),
  );
  for (const image of cleaned) image.dispose();
  return scores;
}
