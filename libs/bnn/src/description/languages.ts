import { z } from 'zod';

/** What a network that reads several languages does differently in one of them. */
export interface LanguageDescription {
  /** Added to the log-odds of each label. */
  readonly shifts: readonly number[];
  /** A decision threshold for each label. */
  readonly decisionThresholds: readonly number[];
}

/** The shape of a list of languages. */
export const languagesSchema = z
  .array(
    z.strictObject({
      shifts: z.array(z.number()).readonly(),
      decisionThresholds: z.array(z.number().min(0).max(1)).readonly(),
    }),
  )
  .min(1)
  .max(1024)
  .readonly();
