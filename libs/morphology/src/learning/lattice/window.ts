import { StructuringElement, centre, rowsName } from '../../elements/structuring-element.ts';
import { cross, diamond, disk, hline, rect, square, vline } from '../../elements/shapes.ts';

/**
 * A subset of a square window, cell by cell: a point of the lattice that the search moves in. Row r
 * and column c of a window of side 2R + 1 are the offset (c - R, r - R).
 */
export type WindowSet = Uint8Array;

/** The element whose cells are set, with its origin on the middle of the window, cut to its cells. */
export function elementOfSet(set: WindowSet, side: number): StructuringElement {
  const radius = (side - 1) / 2;
  const rows: number[] = [];
  const columns: number[] = [];
  set.forEach((cell, at) => {
    if (cell === 0) return;
    rows.push(Math.floor(at / side));
    columns.push(at % side);
  });
  // Cut symmetrically, so that the origin stays on the centre where that costs nothing.
  const reach = (values: number[]): number =>
    Math.max(...values.map((value) => Math.abs(value - radius)));
  const [halfHeight, halfWidth] = [reach(rows), reach(columns)];
  const [height, width] = [2 * halfHeight + 1, 2 * halfWidth + 1];
  const cells = new Uint8Array(height * width);
  rows.forEach((row, index) => {
    cells[(row - radius + halfHeight) * width + columns[index]! - radius + halfWidth] = 1;
  });
  const middle = centre(width, height);
  const plain = new StructuringElement(
    rowsName(cells, width, height, middle),
    width,
    height,
    cells,
    middle,
  );
  return shapesUpTo(side).find((shape) => shape.equals(plain)) ?? plain;
}

/** The cells of an element in a window; undefined where it does not fit in. */
export function setOfElement(element: StructuringElement, side: number): WindowSet | undefined {
  const radius = (side - 1) / 2;
  const set = new Uint8Array(side * side);
  for (const { x, y } of element.offsets()) {
    if (Math.abs(x) > radius || Math.abs(y) > radius) return undefined;
    set[(y + radius) * side + x + radius] = 1;
  }
  return set;
}

/** The set moved by an offset, or undefined where a cell would leave the window. */
export function translated(
  set: WindowSet,
  side: number,
  dx: number,
  dy: number,
): WindowSet | undefined {
  const moved = new Uint8Array(set.length);
  for (let at = 0; at < set.length; at++) {
    if (set[at] === 0) continue;
    const row = Math.floor(at / side) + dy;
    const column = (at % side) + dx;
    if (row < 0 || row >= side || column < 0 || column >= side) return undefined;
    moved[row * side + column] = 1;
  }
  return moved;
}

/** The set moved so that its bounding box lies as central as it can. */
export function centred(set: WindowSet, side: number): WindowSet {
  const rows: number[] = [];
  const columns: number[] = [];
  set.forEach((cell, at) => {
    if (cell === 0) return;
    rows.push(Math.floor(at / side));
    columns.push(at % side);
  });
  if (rows.length === 0) return set;
  const shift = (values: number[]): number =>
    Math.floor((side - 1 - Math.min(...values) - Math.max(...values)) / 2);
  return translated(set, side, shift(columns), shift(rows)) ?? set;
}

const known = new Map<number, readonly StructuringElement[]>();

/** Every shape with a name that fits into a window and is centred in it, simplest first. */
export function shapesUpTo(side: number): readonly StructuringElement[] {
  const found = known.get(side);
  if (found !== undefined) return found;
  const shapes: StructuringElement[] = [];
  const add = (shape: StructuringElement): void => {
    if (setOfElement(shape, side) === undefined) return;
    if (!shapes.some((other) => other.equals(shape))) shapes.push(shape);
  };
  for (let size = 1; size <= side; size += 2) add(square(size));
  for (let size = 3; size <= side; size += 2) {
    add(hline(size));
    add(vline(size));
    add(cross(size));
  }
  for (let radius = 1; 2 * radius < side; radius++) {
    add(disk(radius));
    add(diamond(radius));
  }
  for (let size = 2; size <= side; size += 2) {
    for (const shape of [square(size), hline(size), vline(size)]) add(shape);
  }
  for (let height = 2; height <= side; height++) {
    for (let width = 2; width <= side; width++) add(rect(width, height));
  }
  known.set(side, shapes);
  return shapes;
}
