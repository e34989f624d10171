import { OnebitError } from '@onebit/errors';

/** Most columns and most rows of a structuring element. */
export const MAX_ELEMENT_SIZE = 255;

/** The cell of an element that lies on the pixel: row from the top, column from the left, 0-based. */
export interface Origin {
  readonly row: number;
  readonly column: number;
}

/**
 * Refuses an origin that lies outside of its element.
 *
 * @param filler - what the element may be padded with
 */
export function requireInside(
  { row, column }: Origin,
  width: number,
  height: number,
  filler: string,
): void {
  const within = (part: number, size: number): boolean =>
    Number.isInteger(part) && part >= 0 && part < size;
  if (within(row, height) && within(column, width)) return;
  throw new OnebitError('index-out-of-range', {
    expected: `an origin inside the element: row 0 to ${height - 1}, column 0 to ${width - 1}`,
    received: `row ${row}, column ${column}`,
    hint: `Pad the element with ${filler} to move its origin further out.`,
  });
}
