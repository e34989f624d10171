import { type Piece, type TextErrorCode, placed, unreadable } from '../text/piece.ts';
import { requireText } from '../text/require-text.ts';
import { didYouMean, nearest } from '../text/suggestion.ts';
import { HitOrMissElement } from './hit-or-miss-element.ts';
import type { Origin } from './limits.ts';
import { cross, diamond, disk, elementFromRows, hline, rect, square, vline } from './shapes.ts';
import type { StructuringElement } from './structuring-element.ts';

/** Shapes of one size, by the name they carry in text. */
const shapes = { square, disk, cross, diamond, hline, vline } as const;
const shapeNames = [...Object.keys(shapes), 'rect'];
const forms =
  'rectWxH, squareN, diskR, crossN, diamondR, hlineN, vlineN or rows such as 010/111/010';

/**
 * Reads a structuring element from text.
 *
 * `rectWxH`, `squareN`, `diskR`, `crossN`, `diamondR`, `hlineN`, `vlineN`, or rows of 0 and 1 joined
 * by `/`; `@row,column` behind any of them moves the origin from the centre. Case does not matter.
 *
 * @param text - such as `disk3`, `rect5x3@0,0` or `100/111@0,1`
 * @throws OnebitError `element-invalid` with the position of the fault, `size-invalid`,
 *   `element-empty`, `index-out-of-range`, `value-invalid` for what is no text
 *
 * @example
 * ```ts
 * import { element } from '@onebit/morphology';
 * console.log(element('rect5x3').width); // 5
 * console.log(element('100/111@1,0').offsets().length); // 4
 * ```
 */
export function element(text: string): StructuringElement {
  requireText(text, `an element as text: ${forms}`, 'Name a shape, for example disk3.');
  return readElement({ text, position: 0 }, 'element-invalid');
}

/**
 * Reads a hit-or-miss element from text: rows of `1` (hit), `0` (miss) and `x` or `.` (do not care)
 * joined by `/`, with an origin `@row,column` where it is not the centre; or any element that
 * {@link element} reads, whose zeros are misses.
 *
 * @param text - such as `x0x/011/x11`
 * @throws OnebitError `element-invalid` with the position of the fault, `size-invalid`,
 *   `element-empty`, `index-out-of-range`, `value-invalid` for what is no text
 *
 * @example
 * ```ts
 * import { hitOrMissElement } from '@onebit/morphology';
 * console.log(hitOrMissElement('000/010/000').missCount); // 8
 * ```
 */
export function hitOrMissElement(text: string): HitOrMissElement {
  requireText(text, 'a hit-or-miss element as text', 'Write rows such as x0x/011/x11.');
  return readHitOrMissElement({ text, position: 0 }, 'element-invalid');
}

/** {@link element} for a piece of a longer text. */
export function readElement(piece: Piece, code: TextErrorCode): StructuringElement {
  const { body, origin } = cutOrigin(piece, code);
  const named = /^([a-z]+)(.*)$/i.exec(body.text);
  if (named === null) return readRows(body, origin, code);
  const name = named[1]!.toLowerCase();
  const size = { text: named[2]!, position: body.position + name.length };
  if (name === 'rect') {
    const sides = /^(\d+)x(\d+)$/i.exec(size.text);
    if (sides === null) {
      throw unreadable(code, size, 'width x height, as in rect5x3', 'Write both sides in pixels.');
    }
    return placed(size, () => rect(Number(sides[1]), Number(sides[2]), origin));
  }
  if (name in shapes) {
    if (!/^\d+$/.test(size.text)) {
      const hint = 'Write one whole number behind the name.';
      throw unreadable(code, size, `a size, as in ${name}3`, hint);
    }
    const make = shapes[name as keyof typeof shapes];
    return placed(size, () => make(Number(size.text), origin));
  }
  const meant = didYouMean(nearest(name, shapeNames));
  throw unreadable(
    code,
    body,
    `an element: ${forms}`,
    `${meant}The shapes are ${shapeNames.join(', ')}.`,
  );
}

/** {@link hitOrMissElement} for a piece of a longer text. */
export function readHitOrMissElement(piece: Piece, code: TextErrorCode): HitOrMissElement {
  const { body, origin } = cutOrigin(piece, code);
  // No shape begins with x, so a leading x is a cell that does not matter.
  if (/^[a-wyz]/i.test(body.text)) {
    return HitOrMissElement.fromElement(readElement(piece, code));
  }
  const rows = checkedRows(body, /[^01x.]/i, 'rows of 1 (hit), 0 (miss) and x (do not care)', code);
  return placed(piece, () => new HitOrMissElement(rows, origin));
}

function readRows(
  body: Piece,
  origin: Origin | undefined,
  code: TextErrorCode,
): StructuringElement {
  if (body.text === '') {
    throw unreadable(code, body, `an element: ${forms}`, 'Name a shape, for example disk3.');
  }
  const rows = checkedRows(body, /[^01]/, 'rows of 0 and 1 joined by /', code);
  return placed(body, () => elementFromRows(rows, origin));
}

/** Cuts rows at `/`, and points at the first character or row that does not fit. */
function checkedRows(
  body: Piece,
  foreign: RegExp,
  expected: string,
  code: TextErrorCode,
): string[] {
  const rows = body.text.split('/');
  const width = rows[0]!.length;
  let at = 0;
  for (const row of rows) {
    const odd = row.search(foreign);
    if (odd >= 0) {
      throw unreadable(
        code,
        { text: row[odd]!, position: body.position + at + odd },
        expected,
        `An element is ${forms}.`,
      );
    }
    if (row.length !== width || width === 0) {
      const piece = { text: row, position: body.position + at };
      throw unreadable(
        code,
        piece,
        `a row of ${Math.max(width, 1)} cells`,
        'All rows are equally long.',
      );
    }
    at += row.length + 1;
  }
  return rows;
}

/** Cuts `@row,column` off the end of an element. */
function cutOrigin(piece: Piece, code: TextErrorCode): { body: Piece; origin: Origin | undefined } {
  const mark = piece.text.indexOf('@');
  if (mark < 0) return { body: piece, origin: undefined };
  const tail = { text: piece.text.slice(mark + 1), position: piece.position + mark + 1 };
  const pair = /^(\d+),(\d+)$/.exec(tail.text);
  if (pair === null) {
    const hint = 'Count from 0, top left: 010/111/010@1,1 is the centre.';
    throw unreadable(code, tail, 'an origin as row,column', hint);
  }
  return {
    body: { text: piece.text.slice(0, mark), position: piece.position },
    origin: { row: Number(pair[1]), column: Number(pair[2]) },
  };
}
