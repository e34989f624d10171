import type { BitMatrix } from '../storage/bit-matrix.ts';

/** Which neighbours join ones: the 4 that share a side, or also the 4 that share a corner. */
export type Connectivity = 4 | 8;

/** One connected component, measured. */
export interface ComponentMeasurement {
  /** Number of ones. */
  readonly area: number;
  /** First and last column and row, inclusive. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Sum of the columns and of the rows of its ones; divided by the area they are the centroid. */
  readonly columnSum: number;
  readonly rowSum: number;
  /** Euler number: 1 less the zeros' regions (of the other connectivity) that it encloses. */
  readonly eulerNumber: number;
}

/** Measurements of all components, made into objects one at a time. */
export interface ComponentMeasurements {
  readonly length: number;
  /** The measurements of component `index + 1`, for 0 <= index < length. */
  at(index: number): ComponentMeasurement;
}

/**
 * The connected components of a matrix's ones, numbered from 1 in the order of their first ones, row
 * by row. Flags are one byte a component, index = number - 1, 0 or 1.
 */
export interface ComponentTable extends Disposable {
  readonly rows: number;
  readonly columns: number;
  readonly connectivity: Connectivity;
  /** How many components there are. */
  readonly count: number;
  /**
   * Flags those that share a one with the seed.
   *
   * @param seed - a matrix of the same size
   */
  touching(seed: BitMatrix): Uint8Array;
  /** The number of ones of each. */
  areas(): Uint32Array;
  /** Measures each; the measurements stay valid when the table is disposed of. */
  measure(): ComponentMeasurements;
  /**
   * Sets the ones of the flagged components in the destination, which keeps its other ones.
   *
   * @param flags - `count` bytes
   * @param destination - a matrix of the same size
   */
  paint(flags: Uint8Array, destination: BitMatrix): void;
  /**
   * The number of the component at each place, 0 where the matrix is 0: `rows * columns` values.
   *
   * @param into - an array of that length to write to; a new one where left out
   */
  labels(into?: Uint32Array): Uint32Array;
}
