/** A binary picture of the visitor's: one byte a pixel, 1 is foreground. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** A before picture, what the filter should make of it, and what the learned one does make. */
export interface Example {
  readonly id: number;
  readonly before: Picture;
  readonly after: Picture;
  readonly result?: Picture;
}

/** Side of a picture to draw on, in pixels: cells are large enough to hit with a finger. */
export const drawnSide = 32;

export function blankPicture(side = drawnSide): Picture {
  return { width: side, height: side, pixels: new Uint8Array(side * side) };
}

/** A picture with the pixels of a stroke set or cleared. */
export function drawn(picture: Picture, cells: readonly number[], value: 0 | 1): Picture {
  const pixels = picture.pixels.slice();
  for (const cell of cells) pixels[cell] = value;
  return { ...picture, pixels };
}

/** The cells of a straight stroke from one to another, both included (Bresenham, 1965). */
export function strokeCells(width: number, from: number, to: number): number[] {
  let [x, y] = [from % width, Math.floor(from / width)];
  const [endX, endY] = [to % width, Math.floor(to / width)];
  const [stepX, stepY] = [Math.sign(endX - x), Math.sign(endY - y)];
  const [spanX, spanY] = [Math.abs(endX - x), -Math.abs(endY - y)];
  const cells = [y * width + x];
  let error = spanX + spanY;
  while (x !== endX || y !== endY) {
    const twice = 2 * error;
    if (twice >= spanY) {
      error += spanY;
      x += stepX;
    }
    if (twice <= spanX) {
      error += spanX;
      y += stepY;
    }
    cells.push(y * width + x);
  }
  return cells;
}

/** Which files are before and after pictures of one pair. */
export interface FilePair {
  readonly before: File;
  readonly after: File;
}

const beforeWord = /before|noisy|input|dirty/i;
const afterWord = /after|clean|output|target/i;

/**
 * Makes pairs of files by their names (`1-before.png` with `1-after.png`, `page_noisy.png` with
 * `page_clean.png`); two files whose names do not tell are before and after in that order.
 *
 * @returns the pairs, and the names of files that found none
 */
export function pairFiles(files: readonly File[]): {
  readonly pairs: readonly FilePair[];
  readonly alone: readonly string[];
} {
  const told = files.every(({ name }) => beforeWord.test(name) !== afterWord.test(name));
  if (!told) {
    const [before, after] = files;
    if (files.length === 2 && before && after) return { pairs: [{ before, after }], alone: [] };
    return { pairs: [], alone: files.map(({ name }) => name) };
  }
  const key = (name: string) =>
    name
      .replace(/\.[^.]*$/, '')
      .replace(beforeWord, '')
      .replace(afterWord, '');
  const pairs: FilePair[] = [];
  const alone: string[] = [];
  const afters = new Map(
    files.filter(({ name }) => afterWord.test(name)).map((file) => [key(file.name), file]),
  );
  for (const before of files.filter(({ name }) => beforeWord.test(name))) {
    const after = afters.get(key(before.name));
    if (after) pairs.push({ before, after });
    else alone.push(before.name);
    afters.delete(key(before.name));
  }
  return { pairs, alone: [...alone, ...[...afters.values()].map(({ name }) => name)] };
}
