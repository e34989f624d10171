import { OnebitError } from '@onebit/errors';
import { type Origin, requireInside } from './limits.ts';
import {
  type StructuringElement,
  centre,
  checkSides,
  originSuffix,
} from './structuring-element.ts';

/**
 * A hit-or-miss element: cells that have to be foreground (hits), cells that have to be background
 * (misses), and cells that do not matter.
 *
 * @param rows - strings of `1` (hit), `0` (miss) and `x` or `.` (do not care), all of one length,
 *   1x1 to 255x255
 * @param origin - the cell that lies on the pixel, inside the element; by default floor(size / 2)
 * @throws OnebitError `value-invalid` for rows of unequal length or another character,
 *   `size-invalid`, `element-empty` when no cell matters, `index-out-of-range`
 *
 * @example
 * ```ts
 * import { HitOrMissElement } from '@onebit/morphology';
 * const corner = new HitOrMissElement(['x0x', '011', 'x11']);
 * console.log(corner.toString()); // x0x/011/x11
 * console.log(corner.hitCount, corner.missCount); // 4 2
 * ```
 */
export class HitOrMissElement {
  readonly width: number;
  readonly height: number;
  /** Column of the origin, from the left. */
  readonly originX: number;
  /** Row of the origin, from the top. */
  readonly originY: number;
  /** The element as rows of `1`, `0` and `x`, top to bottom. */
  readonly rows: readonly string[];

  constructor(rows: readonly string[], origin?: Origin) {
    const width = rows[0]?.length ?? 0;
    const height = rows.length;
    checkSides(width, height, width * height);
    for (const [index, row] of rows.entries()) {
      if (row.length !== width || !/^[01xX.]*$/.test(row)) {
        throw new OnebitError('value-invalid', {
          expected: `rows of 1 (hit), 0 (miss) and x (do not care), each ${width} long`,
          received: `'${row}' in row ${index}`,
          hint: 'Write 1 where the pixel must be foreground, 0 where it must be background, else x.',
        });
      }
    }
    if (!rows.some((row) => /[01]/.test(row))) {
      throw new OnebitError('element-empty', {
        expected: 'a hit-or-miss element with at least one 1 or 0',
        received: `${width}x${height} cells that do not matter`,
        hint: 'Mark the cells to test: 1 for foreground, 0 for background.',
      });
    }
    const at = origin ?? centre(width, height);
    requireInside(at, width, height, 'x');
    this.width = width;
    this.height = height;
    this.originX = at.column;
    this.originY = at.row;
    this.rows = rows.map((row) => row.toLowerCase().replaceAll('.', 'x'));
  }

  /**
   * Makes the element from two masks of one size: where both are 0 the cell does not matter.
   *
   * @param hit - rows of `0` and `1`: the cells that have to be foreground
   * @param miss - rows of `0` and `1`: the cells that have to be background
   * @param origin - the cell on the pixel; by default floor(size / 2)
   * @throws OnebitError `value-invalid` when a cell is both or the masks differ in size, and as the
   *   constructor does
   *
   * @example
   * ```ts
   * import { HitOrMissElement } from '@onebit/morphology';
   * const end = HitOrMissElement.fromMasks(['000', '110', '000'], ['111', '001', '111']);
   * console.log(end.toString()); // 000/110/000
   * ```
   */
  static fromMasks(
    hit: readonly string[],
    miss: readonly string[],
    origin?: Origin,
  ): HitOrMissElement {
    const height = Math.max(hit.length, miss.length);
    const rows = Array.from({ length: height }, (_, row) => {
      const hits = hit[row] ?? '';
      const misses = miss[row] ?? '';
      const width = Math.max(hits.length, misses.length);
      return Array.from({ length: width }, (_, column) => {
        const pair = `${hits[column] ?? '?'}${misses[column] ?? '?'}`;
        const cell = { '10': '1', '01': '0', '00': 'x' }[pair];
        if (cell !== undefined) return cell;
        throw new OnebitError('value-invalid', {
          expected: 'two masks of one size, of 0 and 1, that share no cell',
          received: `hit ${pair[0]} and miss ${pair[1]} in row ${row}, column ${column}`,
          hint: 'A cell is a hit, a miss or neither.',
        });
      }).join('');
    });
    return new HitOrMissElement(rows, origin);
  }

  /**
   * Takes a structuring element whole: its cells are hits, the other cells of its box are misses.
   *
   * @param element - any structuring element
   *
   * @example
   * ```ts
   * import { HitOrMissElement, cross } from '@onebit/morphology';
   * console.log(HitOrMissElement.fromElement(cross(3)).toString()); // 010/111/010
   * ```
   */
  static fromElement(element: StructuringElement): HitOrMissElement {
    return new HitOrMissElement(element.rows, { row: element.originY, column: element.originX });
  }

  /** Rows times columns bytes, 1 where the pixel has to be foreground. */
  get hits(): Uint8Array {
    return this.#mask('1');
  }

  /** Rows times columns bytes, 1 where the pixel has to be background. */
  get misses(): Uint8Array {
    return this.#mask('0');
  }

  /** How many cells are hits. */
  get hitCount(): number {
    return this.hits.reduce((sum, cell) => sum + cell, 0);
  }

  /** How many cells are misses. */
  get missCount(): number {
    return this.misses.reduce((sum, cell) => sum + cell, 0);
  }

  /** The text that {@link hitOrMissElement} reads back as this element: `x0x/011/x11@1,1`. */
  toString(): string {
    const origin = { row: this.originY, column: this.originX };
    return this.rows.join('/') + originSuffix(this.width, this.height, origin);
  }

  #mask(cell: string): Uint8Array {
    return Uint8Array.from([...this.rows.join('')], (one) => (one === cell ? 1 : 0));
  }
}
