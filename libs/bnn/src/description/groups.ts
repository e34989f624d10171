import { listOf, number, object, type Shape, text, whole } from './shape.ts';

/** Labels that are told together, such as all kinds of joy. */
export interface LabelGroup {
  readonly name: string;
  /** Indices of the group's labels. */
  readonly members: readonly number[];
  /** The group is told where the probability that any member holds reaches this. */
  readonly threshold: number;
}

/** The shape of a list of groups. */
export const groupsShape: Shape<readonly LabelGroup[]> = listOf(
  object({
    name: text(1, 256),
    members: listOf(whole(0, 65_535), 1),
    threshold: number(0, 1),
  }),
  0,
  1024,
);
