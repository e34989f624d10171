import { OnebitError } from '@onebit/errors';
import type { Run } from './plan.ts';

/** Rows of 0 and 1: a bit matrix, or anything that answers like one. */
export interface ElementRows {
  readonly rows: number;
  readonly columns: number;
  get(row: number, column: number): 0 | 1;
}

/** A structuring element: the ones of `rows`, as offsets from the origin. */
export interface PackedElement {
  readonly rows: ElementRows;
  /** Column of the origin; it may lie outside the rows. */
  readonly originX: number;
  /** Row of the origin; it may lie outside the rows. */
  readonly originY: number;
}

/** A full rectangle as a structuring element. */
export interface PackedRectangle {
  /** At least 1. */
  readonly width: number;
  /** At least 1. */
  readonly height: number;
  /** Column of the origin, 0 at the left; it may lie outside the rectangle. */
  readonly originX: number;
  /** Row of the origin, 0 at the top; it may lie outside the rectangle. */
  readonly originY: number;
}

/**
 * The element's rows as runs of offsets to read from.
 *
 * @param element - the element
 * @param turned - true reads at -b for every point b of the element (dilation), false at +b
 */
export function runsOf({ rows, originX, originY }: PackedElement, turned: boolean): Run[] {
  requireWhole('originX', originX);
  requireWhole('originY', originY);
  const runs: Run[] = [];
  for (let row = 0; row < rows.rows; row++) {
    const dy = turned ? originY - row : row - originY;
    for (let column = 0; column < rows.columns; column++) {
      if (!rows.get(row, column)) continue;
      const start = column;
      while (column + 1 < rows.columns && rows.get(row, column + 1)) column++;
      runs.push(
        turned
          ? { first: originX - column, last: originX - start, dy }
          : { first: start - originX, last: column - originX, dy },
      );
    }
  }
  return runs;
}

/**
 * A rectangle as runs of offsets to read from.
 *
 * @param rectangle - the rectangle
 * @param turned - true reads at -b for every point b (dilation), false at +b
 * @param imageRows - rows of the image; offsets of more than that are all outside, so one of them
 * stands for all
 */
export function rectangleRuns(
  rectangle: PackedRectangle,
  turned: boolean,
  imageRows: number,
): Run[] {
  requireRectangle(rectangle);
  const { width, height, originX, originY } = rectangle;
  const first = turned ? originX - width + 1 : -originX;
  const top = turned ? originY - height + 1 : -originY;
  const limit = (dy: number): number => Math.min(imageRows, Math.max(-imageRows, dy));
  const runs: Run[] = [];
  for (let dy = limit(top); dy <= limit(top + height - 1); dy++) {
    runs.push({ first, last: first + width - 1, dy });
  }
  return runs;
}

function requireRectangle({ width, height, originX, originY }: PackedRectangle): void {
  for (const [name, size] of Object.entries({ width, height })) {
    if (Number.isSafeInteger(size) && size >= 1) continue;
    throw new OnebitError('size-invalid', {
      expected: `${name} of at least 1`,
      received: String(size),
      hint: 'Give the size of the rectangle in pixels.',
    });
  }
  requireWhole('originX', originX);
  requireWhole('originY', originY);
}

function requireWhole(name: string, value: number): void {
  if (Number.isSafeInteger(value)) return;
  throw new OnebitError('value-invalid', {
    expected: `a whole number as ${name}`,
    received: String(value),
    hint: 'Count pixels from the left and from the top.',
  });
}

/** Refuses all but 0 and 1 as the pixel outside. */
export function requireOutside(outside: 0 | 1): void {
  if (outside === 0 || outside === 1) return;
  throw new OnebitError('value-invalid', {
    expected: 'outside to be 0 or 1',
    received: String(outside),
    hint: 'Say how pixels outside the image read.',
  });
}
