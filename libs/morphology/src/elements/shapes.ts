import { OnebitError } from '@onebit/errors';
import { MAX_ELEMENT_SIZE, type Origin } from './limits.ts';
import {
  StructuringElement,
  centre,
  checkSides,
  originSuffix,
  rowsName,
} from './structuring-element.ts';

/**
 * A full rectangle.
 *
 * @param width - columns, 1 to 255
 * @param height - rows, 1 to 255
 * @param origin - the cell on the pixel; by default floor(size / 2)
 * @throws OnebitError `size-invalid`, `index-out-of-range`
 *
 * @example
 * ```ts
 * import { rect } from '@onebit/morphology';
 * console.log(rect(3, 2).rows.join('/')); // 111/111
 * console.log(rect(3, 2, { row: 0, column: 0 }).toString()); // rect3x2@0,0
 * ```
 */
export function rect(width: number, height: number, origin?: Origin): StructuringElement {
  return shape(`rect${width}x${height}`, width, height, () => true, origin);
}

/**
 * A full square.
 *
 * @param size - rows and columns, 1 to 255
 * @param origin - the cell on the pixel; by default floor(size / 2)
 * @throws OnebitError `size-invalid`, `index-out-of-range`
 *
 * @example
 * ```ts
 * import { square } from '@onebit/morphology';
 * console.log(square(2).rows.join('/'), square(2).originX); // 11/11 1
 * ```
 */
export function square(size: number, origin?: Origin): StructuringElement {
  return shape(`square${size}`, size, size, () => true, origin);
}

/**
 * A disk: the cells with x² + y² <= radius² (scikit-image's `disk`).
 *
 * @param radius - in cells, 0 (one cell) to 127
 * @param origin - the cell on the pixel; by default the centre
 * @throws OnebitError `size-invalid`, `index-out-of-range`
 *
 * @example
 * ```ts
 * import { disk } from '@onebit/morphology';
 * console.log(disk(2).rows.join('/')); // 00100/01110/11111/01110/00100
 * ```
 */
export function disk(radius: number, origin?: Origin): StructuringElement {
  const within = (x: number, y: number): boolean => x * x + y * y <= radius * radius;
  return round(`disk${radius}`, radius, within, origin);
}

/**
 * A diamond: the cells with |x| + |y| <= radius (scikit-image's `diamond`).
 *
 * @param radius - in cells, 0 (one cell) to 127
 * @param origin - the cell on the pixel; by default the centre
 * @throws OnebitError `size-invalid`, `index-out-of-range`
 *
 * @example
 * ```ts
 * import { diamond } from '@onebit/morphology';
 * console.log(diamond(1).rows.join('/')); // 010/111/010
 * ```
 */
export function diamond(radius: number, origin?: Origin): StructuringElement {
  const within = (x: number, y: number): boolean => Math.abs(x) + Math.abs(y) <= radius;
  return round(`diamond${radius}`, radius, within, origin);
}

/**
 * A cross: the middle row and the middle column of a square.
 *
 * @param size - length of both arms, 1 to 255; the middle is floor(size / 2)
 * @param origin - the cell on the pixel; by default the middle
 * @throws OnebitError `size-invalid`, `index-out-of-range`
 *
 * @example
 * ```ts
 * import { cross } from '@onebit/morphology';
 * console.log(cross(5).rows.join('/')); // 00100/00100/11111/00100/00100
 * ```
 */
export function cross(size: number, origin?: Origin): StructuringElement {
  const middle = Math.floor(size / 2);
  const onArm = (row: number, column: number): boolean => row === middle || column === middle;
  return shape(`cross${size}`, size, size, onArm, origin);
}

/**
 * A horizontal line, one row high.
 *
 * @param length - columns, 1 to 255
 * @param origin - the cell on the pixel; by default floor(length / 2)
 * @throws OnebitError `size-invalid`, `index-out-of-range`
 *
 * @example
 * ```ts
 * import { hline } from '@onebit/morphology';
 * console.log(hline(4).rows.join('/'), hline(4).originX); // 1111 2
 * ```
 */
export function hline(length: number, origin?: Origin): StructuringElement {
  return shape(`hline${length}`, length, 1, () => true, origin);
}

/**
 * A vertical line, one column wide.
 *
 * @param length - rows, 1 to 255
 * @param origin - the cell on the pixel; by default floor(length / 2)
 * @throws OnebitError `size-invalid`, `index-out-of-range`
 *
 * @example
 * ```ts
 * import { vline } from '@onebit/morphology';
 * console.log(vline(3).rows.join('/')); // 1/1/1
 * ```
 */
export function vline(length: number, origin?: Origin): StructuringElement {
  return shape(`vline${length}`, 1, length, () => true, origin);
}

/**
 * An element given cell by cell.
 *
 * @param rows - 1 to 255 strings of `0` and `1`, top to bottom, all of one length from 1 to 255
 * @param origin - the cell on the pixel; by default floor(size / 2)
 * @throws OnebitError `value-invalid` for rows of unequal length or another character,
 *   `size-invalid`, `element-empty`, `index-out-of-range`
 *
 * @example
 * ```ts
 * import { elementFromRows } from '@onebit/morphology';
 * const hook = elementFromRows(['10000', '10000', '11111'], { row: 1, column: 2 });
 * console.log(hook.toString()); // 10000/10000/11111
 * ```
 */
export function elementFromRows(rows: readonly string[], origin?: Origin): StructuringElement {
  const width = rows[0]?.length ?? 0;
  const height = rows.length;
  for (const [index, row] of rows.entries()) {
    if (row.length !== width || !/^[01]*$/.test(row)) {
      throw new OnebitError('value-invalid', {
        expected: `rows of 0 and 1, each ${width} long`,
        received: `'${row}' in row ${index}`,
        hint: 'Write 1 for a cell of the element and 0 for none, all rows equally long.',
      });
    }
  }
  const at = origin ?? centre(width, height);
  const cells = Uint8Array.from([...rows.join('')], (cell) => (cell === '1' ? 1 : 0));
  return new StructuringElement(rowsName(cells, width, height, at), width, height, cells, at);
}

/** A shape from a rule on rows and columns. */
function shape(
  name: string,
  width: number,
  height: number,
  has: (row: number, column: number) => boolean,
  origin: Origin | undefined,
): StructuringElement {
  checkSides(width, height, width * height);
  const cells = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      cells[row * width + column] = has(row, column) ? 1 : 0;
    }
  }
  const at = origin ?? centre(width, height);
  return new StructuringElement(name + originSuffix(width, height, at), width, height, cells, at);
}

/** A shape of size 2 radius + 1 from a rule on the offsets from its middle. */
function round(
  name: string,
  radius: number,
  within: (x: number, y: number) => boolean,
  origin: Origin | undefined,
): StructuringElement {
  const largest = (MAX_ELEMENT_SIZE - 1) / 2;
  if (!Number.isInteger(radius) || radius < 0 || radius > largest) {
    throw new OnebitError('size-invalid', {
      expected: `a radius of 0 to ${largest}`,
      received: String(radius),
      hint: `An element has at most ${MAX_ELEMENT_SIZE} rows and columns.`,
    });
  }
  const size = 2 * radius + 1;
  return shape(name, size, size, (row, column) => within(column - radius, row - radius), origin);
}
