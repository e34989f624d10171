/** Most columns and most rows of a structuring element. */
export const MAX_ELEMENT_SIZE = 255;

/** The cell of an element that lies on the pixel: row from the top, column from the left, 0-based. */
export interface Origin {
  readonly row: number;
  readonly column: number;
}
