/** A cell that tables may read: a plane and an offset from the place. */
export interface Cell {
  /** 0 is the picture, k what stage k gave. */
  readonly plane: number;
  readonly x: number;
  readonly y: number;
}

/** Cells with x² + y² <= square, row by row. */
export function roundWindow(square: number, plane = 0): Cell[] {
  return windowWhere(Math.floor(Math.sqrt(square)), plane, (x, y) => x * x + y * y <= square);
}

/** Cells with |x| + |y| <= radius: 5, 13, 25 of them. */
export function diamondWindow(radius: number, plane = 0): Cell[] {
  return windowWhere(radius, plane, (x, y) => Math.abs(x) + Math.abs(y) <= radius);
}

/** Every cell of a square with an odd side. */
export function squareWindow(side: number, plane = 0): Cell[] {
  return windowWhere((side - 1) / 2, plane, () => true);
}

function windowWhere(
  radius: number,
  plane: number,
  has: (x: number, y: number) => boolean,
): Cell[] {
  const cells: Cell[] = [];
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) if (has(x, y)) cells.push({ plane, x, y });
  }
  return cells;
}
