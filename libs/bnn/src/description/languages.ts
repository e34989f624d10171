import { listOf, number, object, type Shape } from './shape.ts';

/** What a network that reads several languages does differently in one of them. */
export interface LanguageDescription {
  /** Added to the log-odds of each label. */
  readonly shifts: readonly number[];
  /** A decision threshold for each label. */
  readonly decisionThresholds: readonly number[];
}

/** The shape of a list of languages. */
export const languagesShape: Shape<readonly LanguageDescription[]> = listOf(
  object({ shifts: listOf(number()), decisionThresholds: listOf(number(0, 1)) }),
  1,
  1024,
);
