/**
 * Every operator straight from its definition, one pixel and one offset at a time, on plain arrays.
 * Nothing here is shared with the library: it is what the library is held against.
 */

/** A binary picture as rows of booleans. */
export type Picture = boolean[][];
export interface Offset {
  readonly x: number;
  readonly y: number;
}
/** What is read off the picture. */
export type Outside = boolean;

export const picture = (rows: readonly string[]): Picture =>
  rows.map((row) => [...row].map((cell) => cell === '1'));
export const rowsOf = (image: Picture): string[] =>
  image.map((row) => row.map((cell) => (cell ? '1' : '0')).join(''));

const at = (image: Picture, x: number, y: number, outside: Outside): boolean =>
  image[y]?.[x] ?? outside;

const map = (image: Picture, rule: (x: number, y: number) => boolean): Picture =>
  image.map((row, y) => row.map((_, x) => rule(x, y)));

/** x is in A+B where some x - b is in A. */
export const dilation = (image: Picture, offsets: readonly Offset[], outside: Outside): Picture =>
  map(image, (x, y) => offsets.some((b) => at(image, x - b.x, y - b.y, outside)));

/** x stays where every x + b is in A. */
export const erosion = (image: Picture, offsets: readonly Offset[], outside: Outside): Picture =>
  map(image, (x, y) => offsets.every((b) => at(image, x + b.x, y + b.y, outside)));

export const turned = (offsets: readonly Offset[]): Offset[] =>
  offsets.map(({ x, y }) => ({ x: -x, y: -y }));

export const minus = (a: Picture, b: Picture): Picture => map(a, (x, y) => a[y]![x]! && !b[y]![x]!);

export const complement = (a: Picture): Picture => map(a, (x, y) => !a[y]![x]!);

/** The border rules, spelt out again: [outside of dilation, outside of erosion, turned dilation]. */
const rules: Record<string, { dilation: Outside; erosion: Outside; turn: boolean }> = {
  background: { dilation: false, erosion: false, turn: false },
  foreground: { dilation: true, erosion: true, turn: false },
  ignore: { dilation: false, erosion: true, turn: false },
  'scikit-image': { dilation: false, erosion: true, turn: false },
  opencv: { dilation: false, erosion: true, turn: true },
  leptonica: { dilation: false, erosion: false, turn: false },
  scipy: { dilation: false, erosion: false, turn: false },
};

/** The operators by one element, under a border rule, by their names in a sequence. */
export function byElement(
  operation: string,
  image: Picture,
  offsets: readonly Offset[],
  border: string,
): Picture {
  const rule = rules[border]!;
  const grow = (a: Picture): Picture =>
    dilation(a, rule.turn ? turned(offsets) : offsets, rule.dilation);
  const shrink = (a: Picture): Picture => erosion(a, offsets, rule.erosion);
  switch (operation) {
    case 'dilate':
      return grow(image);
    case 'erode':
      return shrink(image);
    case 'open':
      return grow(shrink(image));
    case 'close':
      return shrink(grow(image));
    case 'close-safe':
      return closingInThePlane(image, offsets, rule.turn);
    case 'gradient':
      return minus(grow(image), shrink(image));
    case 'internal-gradient':
      return minus(image, shrink(image));
    case 'external-gradient':
      return minus(grow(image), image);
    case 'white-tophat':
      return minus(image, grow(shrink(image)));
    case 'black-tophat':
      return minus(shrink(grow(image)), image);
    default:
      throw new Error(`No definition of ${operation}`);
  }
}

/** Closing of the set of foreground points in the infinite plane. */
function closingInThePlane(image: Picture, offsets: readonly Offset[], turn: boolean): Picture {
  const shifts = turn ? turned(offsets) : offsets;
  const plane = new Set<string>();
  image.forEach((row, y) =>
    row.forEach((cell, x) => {
      if (cell) for (const b of shifts) plane.add(`${x + b.x},${y + b.y}`);
    }),
  );
  return map(image, (x, y) => offsets.every((b) => plane.has(`${x + b.x},${y + b.y}`)));
}

/** Hits on foreground and misses on background; `undefined` outside: cells there do not matter. */
export function hitOrMiss(
  image: Picture,
  hits: readonly Offset[],
  misses: readonly Offset[],
  outside: Outside | undefined,
): Picture {
  return map(
    image,
    (x, y) =>
      hits.every((b) => image[y + b.y]?.[x + b.x] ?? outside ?? true) &&
      misses.every((b) => !(image[y + b.y]?.[x + b.x] ?? outside ?? false)),
  );
}

/** The pixels that a walk from the starting ones reaches inside the allowed ones. */
export function reached(starts: Picture, allowed: Picture, connectivity: 4 | 8): Picture {
  const found = map(starts, (x, y) => starts[y]![x]! && allowed[y]![x]!);
  for (let grew = true; grew;) {
    grew = false;
    for (const [y, row] of found.entries()) {
      for (const [x, here] of row.entries()) {
        if (here || !allowed[y]![x]!) continue;
        const near = [-1, 0, 1].some((dy) =>
          [-1, 0, 1].some(
            (dx) =>
              (connectivity === 8 || dx === 0 || dy === 0) && at(found, x + dx, y + dy, false),
          ),
        );
        if (near) row[x] = grew = true;
      }
    }
  }
  return found;
}

/** The first and last row and column. */
export const frame = (image: Picture): Picture =>
  map(image, (x, y) => y === 0 || x === 0 || y === image.length - 1 || x === image[0]!.length - 1);

/** One pixel alone. */
export const dot = (image: Picture, column: number, row: number): Picture =>
  map(image, (x, y) => x === column && y === row);
