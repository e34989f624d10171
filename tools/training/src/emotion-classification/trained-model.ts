import type { StudentFigures } from './student-figures.ts';

/** What a run leaves. */
export interface TrainedEmotionModel {
  readonly id: string;
  readonly bytes: number;
  /** Processor time of the whole chain, stages of interrupted runs included. */
  readonly seconds: number;
  readonly data: Readonly<Record<string, string>>;
  /** Macro-F1 on dev with thresholds chosen by cross-validation inside dev, stage by stage. */
  readonly stages: Readonly<Record<string, number>>;
  /** Of the student that is the model: that of the highest average precision on dev. */
  readonly seed: number;
  /** Figures on dev of all students. */
  readonly students: readonly StudentFigures[];
  /** Share of the weighted squared weights that the factors leave out. */
  readonly factorisationError: number;
  /** Share of a label's own threshold against the common one. */
  readonly thresholdBlend: number;
  /** One threshold for all labels with the highest micro-F1 on dev. */
  readonly microThreshold: { readonly threshold: number; readonly microF1: number };
  /** Share of the logarithm of its rarity by which a label's log-odds are raised. */
  readonly rarityRaise: number;
}
