import type { CleaningScores } from './scores.ts';

/** One line of the comparison. */
export interface DenoisingRow {
  readonly method: string;
  /** Bytes of the tables. */
  readonly bytes: number;
  /** On the pages that the plan is chosen on. */
  readonly development: CleaningScores;
  /** On pages that nothing was learned from or chosen on. */
  readonly test: CleaningScores;
}

/** What a training gave. */
export interface TrainedDenoising {
  readonly model: string;
  readonly bytes: number;
  readonly fileBytes: number;
  readonly seed: number;
  readonly learningPages: readonly string[];
  readonly developmentPages: readonly string[];
  readonly testPages: readonly string[];
  /** The chosen filter and what it is compared with. */
  readonly rows: readonly DenoisingRow[];
  /** Of the processor. */
  readonly seconds: number;
  /** The command that makes the same model again. */
  readonly command: string;
  readonly licence: string;
}
