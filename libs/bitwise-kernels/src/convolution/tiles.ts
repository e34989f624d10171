import type { Geometry } from './geometry.ts';

/** Successive lines of one output picture, and where they stand in a tile. */
interface Piece {
  readonly picture: number;
  readonly firstLine: number;
  readonly lines: number;
  /** Row of the tile that holds the first pixel of the first line. */
  readonly row: number;
}

/** Whole successive lines of output pixels, small enough that their patches fit the cache. */
export interface Tile {
  /** First output pixel, counted over all pictures. */
  readonly first: number;
  readonly pixels: number;
  readonly pieces: readonly Piece[];
}

/** Calls `visit` for tiles of about `pixels` output pixels (at least one line) in order. */
export function forEachTile(
  { output }: Geometry,
  pixels: number,
  visit: (tile: Tile) => void,
): void {
  const { count, height, width } = output;
  const linesPerTile = Math.max(1, Math.floor(pixels / width));
  const total = count * height;
  for (let start = 0; start < total; start += linesPerTile) {
    const end = Math.min(total, start + linesPerTile);
    const pieces: Piece[] = [];
    for (let line = start; line < end;) {
      const picture = Math.floor(line / height);
      const lines = Math.min(end, (picture + 1) * height) - line;
      pieces.push({
        picture,
        firstLine: line - picture * height,
        lines,
        row: (line - start) * width,
      });
      line += lines;
    }
    visit({ first: start * width, pixels: (end - start) * width, pieces });
  }
}

/**
 * Output pixels of a tile whose tap lies inside the picture, as a grid: `outer` lines of `inner`
 * pixels. Input pixels count over all pictures, tile rows within the tile.
 */
export interface Region {
  /** First of the taps, counted line after line of the kernel. */
  readonly tap: number;
  /** Taps side by side that the region covers at once. */
  readonly taps: number;
  readonly inputPixel: number;
  readonly inputOuter: number;
  readonly inputInner: number;
  readonly tileRow: number;
  readonly tileOuter: number;
  readonly outer: number;
  readonly inner: number;
}

/**
 * Visits for every tap the part of the tile that it reads inside the picture.
 *
 * With `joined`, taps that stand side by side in the input and in the patch are visited at once
 * wherever all of them are inside.
 */
export function forEachRegion(
  geometry: Geometry,
  tile: Tile,
  joined: boolean,
  visit: (region: Region) => void,
): void {
  const { input, output, kernelHeight, kernelWidth, strideX, dilationX, left } = geometry;
  const across = Array.from({ length: kernelWidth }, (_, tap) =>
    inside(0, output.width, strideX, tap * dilationX - left, input.width),
  );
  const common = {
    start: Math.max(...across.map((range) => range.start)),
    end: Math.min(...across.map((range) => range.end)),
  };
  const joins = joined && dilationX === 1 && kernelWidth > 1 && common.start < common.end;
  for (const piece of tile.pieces) {
    for (let tapY = 0; tapY < kernelHeight; tapY++) {
      const emit = (tapX: number, taps: number, start: number, end: number) => {
        const region = regionOf(geometry, piece, tapY, tapX, taps, start, end);
        if (region.outer > 0 && region.inner > 0) visit(region);
      };
      if (joins) emit(0, kernelWidth, common.start, common.end);
      across.forEach((range, tapX) => {
        if (joins) {
          emit(tapX, 1, range.start, common.start);
          emit(tapX, 1, common.end, range.end);
        } else {
          emit(tapX, 1, range.start, range.end);
        }
      });
    }
  }
}

function regionOf(
  geometry: Geometry,
  piece: Piece,
  tapY: number,
  tapX: number,
  taps: number,
  start: number,
  end: number,
): Region {
  const { input, output, kernelWidth, strideY, strideX, dilationY, dilationX } = geometry;
  const offset = tapY * dilationY - geometry.top;
  const lastLine = piece.firstLine + piece.lines;
  const lines = inside(piece.firstLine, lastLine, strideY, offset, input.height);
  const y = lines.start * strideY + offset;
  const x = start * strideX + tapX * dilationX - geometry.left;
  return {
    tap: tapY * kernelWidth + tapX,
    taps,
    inputPixel: (piece.picture * input.height + y) * input.width + x,
    inputOuter: strideY * input.width,
    inputInner: strideX,
    tileRow: piece.row + (lines.start - piece.firstLine) * output.width + start,
    tileOuter: output.width,
    outer: lines.end - lines.start,
    inner: end - start,
  };
}

/** The places from `first` to `end` whose input `place * stride + offset` lies in the picture. */
function inside(first: number, end: number, stride: number, offset: number, size: number) {
  return {
    start: Math.max(first, Math.ceil(-offset / stride)),
    end: Math.min(end, Math.floor((size - 1 - offset) / stride) + 1),
  };
}
