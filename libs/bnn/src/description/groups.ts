import { z } from 'zod';

/** Labels that are told together, such as all kinds of joy. */
export interface LabelGroup {
  readonly name: string;
  /** Indices of the group's labels. */
  readonly members: readonly number[];
  /** The group is told where the probability that any member holds reaches this. */
  readonly threshold: number;
}

/** The shape of a list of groups. */
export const groupsSchema = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(256),
      members: z.array(z.number().int().min(0).max(65_535)).min(1).readonly(),
      threshold: z.number().min(0).max(1),
    }),
  )
  .max(1024)
  .readonly();
