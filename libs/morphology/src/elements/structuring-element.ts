import { OnebitError } from '@onebit/errors';
import { MAX_ELEMENT_SIZE, type Origin, requireInside } from './limits.ts';

/**
 * A structuring element: a small set of offsets around an origin, written as rows of 0 and 1.
 *
 * Offsets count from the origin: the cell in row r and column c stands for the offset
 * (c - originX, r - originY). Elements are made by {@link rect}, {@link disk} and the other shapes,
 * by {@link elementFromRows}, or from text by {@link element}.
 *
 * @param name - the text that {@link element} reads back as this element
 * @param width - columns, 1 to 255
 * @param height - rows, 1 to 255
 * @param cells - height times width bytes, row by row, 0 or 1; at least one 1
 * @param origin - the cell that lies on the pixel, inside the element
 * @throws OnebitError `size-invalid` when a side lies outside 1 to 255 or the cells do not fill it,
 *   `element-empty` when no cell is 1, `index-out-of-range` when the origin lies outside
 *
 * @example
 * ```ts
 * import { cross } from '@onebit/morphology';
 * const plus = cross(3);
 * console.log(plus.rows.join('/')); // 010/111/010
 * console.log(plus.originX, plus.originY); // 1 1
 * console.log(plus.toString()); // cross3
 * ```
 */
export class StructuringElement {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Column of the origin, from the left. */
  readonly originX: number;
  /** Row of the origin, from the top. */
  readonly originY: number;
  readonly #cells: Uint8Array;

  constructor(name: string, width: number, height: number, cells: Uint8Array, origin: Origin) {
    checkSides(width, height, cells.length);
    if (!cells.includes(1)) {
      throw new OnebitError('element-empty', {
        expected: 'a structuring element with at least one 1',
        received: `${width}x${height} cells that are all 0`,
        hint: 'An empty element would erase every image (dilation) or fill it (erosion): set a cell.',
      });
    }
    requireInside(origin, width, height, 'zeros');
    this.name = name;
    this.width = width;
    this.height = height;
    this.originX = origin.column;
    this.originY = origin.row;
    this.#cells = cells.slice();
  }

  /** Rows times columns bytes, row by row, 1 where the element has a cell (a copy). */
  get mask(): Uint8Array {
    return this.#cells.slice();
  }

  /** The element as rows of `0` and `1`, top to bottom. */
  get rows(): string[] {
    return Array.from({ length: this.height }, (_, row) =>
      this.#cells.subarray(row * this.width, (row + 1) * this.width).join(''),
    );
  }

  /** How many cells are 1. */
  get count(): number {
    return this.#cells.reduce((sum, cell) => sum + cell, 0);
  }

  /** Whether every cell is 1, so that the element is a product of a row and a column. */
  get isRectangle(): boolean {
    return !this.#cells.includes(0);
  }

  /**
   * The cell at a row and a column of the element; 0 outside it.
   *
   * @param row - from the top, 0-based
   * @param column - from the left, 0-based
   */
  at(row: number, column: number): 0 | 1 {
    const inside = row >= 0 && row < this.height && column >= 0 && column < this.width;
    return inside && this.#cells[row * this.width + column] === 1 ? 1 : 0;
  }

  /**
   * The offsets of the element from its origin, row by row.
   *
   * @example
   * ```ts
   * import { hline } from '@onebit/morphology';
   * console.log(JSON.stringify(hline(3).offsets())); // [{"x":-1,"y":0},{"x":0,"y":0},{"x":1,"y":0}]
   * ```
   */
  offsets(): { x: number; y: number }[] {
    const offsets: { x: number; y: number }[] = [];
    for (let row = 0; row < this.height; row += 1) {
      for (let column = 0; column < this.width; column += 1) {
        if (this.at(row, column) === 1) {
          offsets.push({ x: column - this.originX, y: row - this.originY });
        }
      }
    }
    return offsets;
  }

  /**
   * The element turned by 180 degrees about its origin (B' in the literature).
   *
   * @example
   * ```ts
   * import { element } from '@onebit/morphology';
   * console.log(element('100/111@0,0').reflect().toString()); // 111/001@1,2
   * ```
   */
  reflect(): StructuringElement {
    const cells = this.#cells.slice().reverse();
    const origin = {
      row: this.height - 1 - this.originY,
      column: this.width - 1 - this.originX,
    };
    const centred =
      this.height === 2 * this.originY + 1 &&
      this.width === 2 * this.originX + 1 &&
      cells.every((cell, index) => cell === this.#cells[index]);
    const name = centred ? this.name : rowsName(cells, this.width, this.height, origin);
    return new StructuringElement(name, this.width, this.height, cells, origin);
  }

  /** Whether both have the same cells about the same origin, whatever their names. */
  equals(other: StructuringElement): boolean {
    return (
      this.width === other.width &&
      this.height === other.height &&
      this.originX === other.originX &&
      this.originY === other.originY &&
      this.#cells.every((cell, index) => cell === other.#cells[index])
    );
  }

  /**
   * A picture, one line a row: `#` a cell, `.` none, and the origin as `O` (a cell) or `o` (none).
   *
   * @example
   * ```ts
   * import { disk } from '@onebit/morphology';
   * console.log(disk(1).picture().split('\n').join(' ')); // .#. #O# .#.
   * ```
   */
  picture(): string {
    return this.rows
      .map((row, y) =>
        [...row]
          .map((cell, x) => {
            const origin = x === this.originX && y === this.originY;
            if (cell === '1') return origin ? 'O' : '#';
            return origin ? 'o' : '.';
          })
          .join(''),
      )
      .join('\n');
  }

  /** The text that reads back as this element: `disk3`, `rect5x3@0,0`, `100/111@0,0`. */
  toString(): string {
    return this.name;
  }
}

/** The centre of a size: floor(size / 2), as scikit-image, OpenCV, SciPy and Leptonica have it. */
export function centre(width: number, height: number): Origin {
  return { row: Math.floor(height / 2), column: Math.floor(width / 2) };
}

/** Cells as `101/010@r,c`, the origin left out where it is the centre. */
export function rowsName(cells: Uint8Array, width: number, height: number, origin: Origin): string {
  const rows = Array.from({ length: height }, (_, row) =>
    cells.subarray(row * width, (row + 1) * width).join(''),
  );
  return rows.join('/') + originSuffix(width, height, origin);
}

/** `@r,c`, or nothing where the origin is the centre. */
export function originSuffix(width: number, height: number, origin: Origin): string {
  const middle = centre(width, height);
  const central = origin.row === middle.row && origin.column === middle.column;
  return central ? '' : `@${origin.row},${origin.column}`;
}

/** Refuses sides outside 1 to {@link MAX_ELEMENT_SIZE}, and cells that do not fill them. */
export function checkSides(width: number, height: number, cells: number): void {
  const fits = (side: number): boolean =>
    Number.isInteger(side) && side >= 1 && side <= MAX_ELEMENT_SIZE;
  if (!fits(width) || !fits(height) || cells !== width * height) {
    throw new OnebitError('size-invalid', {
      expected: `an element of 1x1 to ${MAX_ELEMENT_SIZE}x${MAX_ELEMENT_SIZE} cells`,
      received: `${width}x${height}`,
      hint: 'Chain smaller elements: two dilations by 255 columns reach as far as one by 509.',
    });
  }
}
