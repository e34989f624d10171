import { PANEL, packColumns, packRows, unpackColumns, unpackRows } from './panels';
import {
  accumulate4Words1,
  accumulate4Words2,
  accumulate8Words1,
  accumulate8Words2,
  buildTables4,
  buildTables8,
} from './signed-tables';

/** Float rows that one round of tables covers: two words of bits. */
const BLOCK: i32 = 64;
/** From this many rows of bits on, tables of 8 bits are faster than tables of 4 bits. */
const OCTETS_FROM: i32 = 384;

const PANEL_BYTES: usize = BLOCK * PANEL * 4;
const TABLE_BYTES: usize = (BLOCK / 8) * 256 * PANEL * 4;
const QUAD_BYTES: usize = 32 * PANEL * 4;

/** Bytes of scratch that {@link signedProduct} needs for a bit matrix of `rows` rows. */
export function signedProductScratch(rows: i32): usize {
  return PANEL_BYTES + TABLE_BYTES + QUAD_BYTES + <usize>rows * (PANEL * 4);
}

/**
 * out[r, c] = sum over s of (bit[r, s] ? floats[s, c] : -floats[s, c]).
 *
 * `bits` has `rows` rows of `depth` bits, `floats` is `depth` x `columns`, or its transpose where
 * `floatsTransposed`; `out` is `rows` x `columns`, or its transpose where `outTransposed`. Strides
 * in bytes. With `add` the sums are added to `out`.
 */
export function signedProduct(
  bits: usize,
  bitStride: usize,
  rows: i32,
  depth: i32,
  columns: i32,
  floats: usize,
  floatStride: usize,
  floatsTransposed: bool,
  out: usize,
  outStride: usize,
  outTransposed: bool,
  add: bool,
  scratch: usize,
): void {
  const panel = scratch;
  const quads = panel + PANEL_BYTES;
  const tables = quads + QUAD_BYTES;
  const sums = tables + TABLE_BYTES;
  const octets = rows >= OCTETS_FROM;
  for (let column = 0; column < columns; column += PANEL) {
    const width = min(PANEL, columns - column);
    memory.fill(sums, 0, <usize>rows * (PANEL * 4));
    for (let start = 0; start < depth; start += BLOCK) {
      const count = min(BLOCK, depth - start);
      const padded = count > 32 ? 64 : 32;
      if (floatsTransposed) {
        const from = floats + <usize>column * floatStride + ((<usize>start) << 2);
        packColumns(from, floatStride, count, width, panel, padded, PANEL);
      } else {
        const from = floats + <usize>start * floatStride + ((<usize>column) << 2);
        packRows(from, floatStride, count, width, panel, padded, PANEL);
      }
      const index = bits + ((<usize>start) >> 3);
      if (octets) {
        buildTables8(panel, padded >> 3, tables, quads);
        if (padded == 64) accumulate8Words2(tables, index, bitStride, rows, sums);
        else accumulate8Words1(tables, index, bitStride, rows, sums);
      } else {
        buildTables4(panel, padded >> 2, tables);
        if (padded == 64) accumulate4Words2(tables, index, bitStride, rows, sums);
        else accumulate4Words1(tables, index, bitStride, rows, sums);
      }
    }
    if (outTransposed) {
      unpackColumns(sums, rows, width, out + <usize>column * outStride, outStride, add, panel);
    } else {
      unpackRows(sums, rows, width, out + ((<usize>column) << 2), outStride, add);
    }
  }
}
