import { TILE_COLUMNS, TILE_ROWS, multiplyTile } from './float-tile';
import { packColumns, packRows } from './panels';

/** Depth of a panel, and columns packed at a time: 256 KiB of right panels stay in the L2 cache. */
const DEPTH: i32 = 256;
const COLUMNS: i32 = 256;

const LEFT_BYTES: usize = DEPTH * TILE_ROWS * 4;
const RIGHT_BYTES: usize = DEPTH * COLUMNS * 4;
const TILE_STRIDE: usize = TILE_COLUMNS * 4;
const TILE_BYTES: usize = TILE_ROWS * TILE_STRIDE;

/** Bytes of scratch that {@link floatProduct} needs. */
export function floatProductScratch(): usize {
  return LEFT_BYTES + RIGHT_BYTES + TILE_BYTES;
}

/**
 * out[m, n] += sum over k of left[m, k] * right[k, n], in rising order of k.
 *
 * `left` is `rows` x `depth`, or its transpose where `leftTransposed`; `right` is `depth` x
 * `columns`, or its transpose where `rightTransposed`. Strides in bytes.
 */
export function floatProduct(
  left: usize,
  leftStride: usize,
  leftTransposed: bool,
  right: usize,
  rightStride: usize,
  rightTransposed: bool,
  rows: i32,
  depth: i32,
  columns: i32,
  out: usize,
  outStride: usize,
  scratch: usize,
): void {
  const leftPanel = scratch;
  const rightPanels = leftPanel + LEFT_BYTES;
  const tile = rightPanels + RIGHT_BYTES;
  for (let start = 0; start < depth; start += DEPTH) {
    const count = min(DEPTH, depth - start);
    for (let column = 0; column < columns; column += COLUMNS) {
      const end = min(columns, column + COLUMNS);
      let panel = rightPanels;
      for (let strip = column; strip < end; strip += TILE_COLUMNS) {
        const width = min(TILE_COLUMNS, end - strip);
        if (rightTransposed) {
          const from = right + <usize>strip * rightStride + ((<usize>start) << 2);
          packColumns(from, rightStride, count, width, panel, count, TILE_COLUMNS);
        } else {
          const from = right + <usize>start * rightStride + ((<usize>strip) << 2);
          packRows(from, rightStride, count, width, panel, count, TILE_COLUMNS);
        }
        panel += <usize>count * TILE_STRIDE;
      }
      for (let row = 0; row < rows; row += TILE_ROWS) {
        const height = min(TILE_ROWS, rows - row);
        if (leftTransposed) {
          const from = left + <usize>start * leftStride + ((<usize>row) << 2);
          packRows(from, leftStride, count, height, leftPanel, count, TILE_ROWS);
        } else {
          const from = left + <usize>row * leftStride + ((<usize>start) << 2);
          packColumns(from, leftStride, count, height, leftPanel, count, TILE_ROWS);
        }
        panel = rightPanels;
        for (let strip = column; strip < end; strip += TILE_COLUMNS) {
          const place = out + <usize>row * outStride + ((<usize>strip) << 2);
          const width = min(TILE_COLUMNS, end - strip);
          if (height == TILE_ROWS && width == TILE_COLUMNS) {
            multiplyTile(leftPanel, panel, count, place, outStride);
          } else {
            copyRows(place, outStride, tile, TILE_STRIDE, height, width);
            multiplyTile(leftPanel, panel, count, tile, TILE_STRIDE);
            copyRows(tile, TILE_STRIDE, place, outStride, height, width);
          }
          panel += <usize>count * TILE_STRIDE;
        }
      }
    }
  }
}

function copyRows(
  from: usize,
  fromStride: usize,
  to: usize,
  toStride: usize,
  rows: i32,
  columns: i32,
): void {
  for (let row = 0; row < rows; row++) {
    memory.copy(to, from, (<usize>columns) << 2);
    from += fromStride;
    to += toStride;
  }
}
