/** Place of the first block over time among the layers of a separating network. */
export const FIRST_BLOCK = 4;

/** Place of the last layer among the layers of a separating network. */
export const lastOf = (dilations: readonly number[]): number => FIRST_BLOCK + 2 * dilations.length;

/** Which layout the weights that a run starts from belong to. */
export interface Layouts {
  /** Dilations of the blocks of the run's own network. */
  readonly dilations: readonly number[];
  /** Dilations of the other run's blocks: in the same order, some may be missing. */
  readonly earlier: readonly number[];
  /**
   * Whether the other network looked ahead in every block. Those of this one that look back alone
   * then keep their taps for now and for the past, and the one for what was ahead goes further back.
   */
  readonly fromCentred?: boolean;
}
