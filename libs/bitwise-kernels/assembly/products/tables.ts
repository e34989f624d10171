// The method of the four Russians: a table for every group of K, one look-up for every row.
//
// For a group of g bits and one column with weight bits w, entry i holds popcount(i xor w), the
// disagreements of every possible activation. One row then costs one load and one add for 16
// columns x g bits, without any popcount. Eight groups make one pass, "an octet" of 8g bits.
import { accumulate, fill16, fill32 } from './accumulate';

/**
 * Eight bytes of a row from bit 8 * offset on. A row ends at `stride`, its padding is zero; near
 * the end the load moves back and the shift brings zeros in, so that no neighbour is read.
 */
// @ts-ignore: decorator
@inline
function octetAt(row: usize, offset: i32, stride: i32): u64 {
  const at = min(offset, stride - 8);
  return load<u64>(row + <usize>at) >> (<u64>(offset - at) << 3);
}

/**
 * Cuts rows into the indices of their table entries.
 *
 * matrix       rows x stride bytes, packed bits
 * destination  octets x rows x 8 u16: the g-bit fields, times the size of an entry (1 << shift)
 *
 * Field j of an octet starts at bit j * g and touches two bytes at most. Those two become one
 * 16-bit lane; a product moves the field's top bit to the lane's top bit, a shift brings it down.
 */
export function indices(
  matrix: usize, stride: i32, rows: i32, octets: i32, bits: i32, shift: i32, destination: usize,
): void {
  const down = 16 - bits;
  for (let octet = 0; octet < octets; octet++) {
    const offset = octet * bits;
    let row = matrix;
    for (let r = 0; r < rows; r++) {
      const x = i64x2.splat(octetAt(row, offset, stride));
      let lanes: v128;
      if (bits == 8) {
        lanes = i16x8.extend_low_i8x16_u(x);
      } else if (bits == 7) {
        // Fields start at bits 0 7 14 21 28 35 42 49: bytes 0 0 1 2 3 4 5 6, bits 0 7 6 5 4 3 2 1.
        lanes = v128.shuffle<u8>(x, x, 0, 1, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7);
        lanes = i16x8.mul(lanes, i16x8(512, 4, 8, 16, 32, 64, 128, 256));
        lanes = i16x8.shr_u(lanes, down);
      } else {
        // Fields start at bits 0 6 12 18 24 30 36 42: bytes 0 0 1 2 3 3 4 5, bits 0 6 4 2 0 6 4 2.
        lanes = v128.shuffle<u8>(x, x, 0, 1, 0, 1, 1, 2, 2, 3, 3, 4, 3, 4, 4, 5, 5, 6);
        lanes = i16x8.mul(lanes, i16x8(1024, 16, 64, 256, 1024, 16, 64, 256));
        lanes = i16x8.shr_u(lanes, down);
      }
      v128.store(destination, i16x8.shl(lanes, shift));
      destination += 16;
      row += <usize>stride;
    }
  }
}

/**
 * Cuts rows into the fields that tables are built from, one lane a row.
 *
 * matrix       rows x stride bytes, packed bits
 * destination  tiles x octets x 8 groups x lanes u8; lanes beyond the last row are zero
 */
export function fields(
  matrix: usize, stride: i32, rows: i32, octets: i32, bits: i32, lanes: i32, destination: usize,
): void {
  const mask: u64 = (1 << bits) - 1;
  for (let top = 0; top < rows; top += lanes) {
    const here = min(lanes, rows - top);
    for (let octet = 0; octet < octets; octet++) {
      if (here < lanes) memory.fill(destination, 0, <usize>(lanes << 3));
      let row = matrix + <usize>top * <usize>stride;
      for (let lane = 0; lane < here; lane++) {
        let x = octetAt(row, octet * bits, stride);
        let at = destination + <usize>lane;
        for (let group = 0; group < 8; group++) {
          store<u8>(at, <u8>(x & mask));
          x >>= bits;
          at += <usize>lanes;
        }
        row += <usize>stride;
      }
      destination += <usize>(lanes << 3);
    }
  }
}

/** +1 in the lanes whose weight has the bit clear, -1 where it is set. */
// @ts-ignore: decorator
@inline
function stepOf(w: v128, bit: i32): v128 {
  const clear = i8x16.eq(v128.and(w, i8x16.splat(<i8>(<i32>1 << bit))), i8x16.splat(0));
  return i8x16.sub(i8x16.splat(-1), i8x16.add(clear, clear));
}

/**
 * Builds the eight tables of an octet, one add an entry.
 *
 * Entry 0 is popcount(w). Turning bit b of the index on changes the disagreement by +1 where the
 * weight bit is 0 and by -1 where it is 1, so the entries with bit b set are those without it plus
 * one vector of +-1: the table doubles with every bit. The high bits come first, on every eighth
 * entry; the low three are then filled in from registers.
 */
function buildTables(bits: i32, vectors: i32, field: usize, table: usize): void {
  const entry = <usize>(vectors << 4);
  for (let group = 0; group < 8; group++) {
    const end = table + (entry << bits);
    for (let v = 0; v < vectors; v++) {
      const start = table + <usize>(v << 4);
      const w = v128.load(field);
      field += 16;
      v128.store(start, i8x16.popcnt(w));
      let half = entry << 3;
      for (let bit = 3; bit < bits; bit++) {
        const step = stepOf(w, bit);
        for (let from = start; from < start + half; from += entry << 3) {
          v128.store(from + half, i8x16.add(v128.load(from), step));
        }
        half <<= 1;
      }
      // The steps of the low bits wait in the entries that they are about to become.
      v128.store(start + entry, stepOf(w, 0));
      v128.store(start + entry * 2, stepOf(w, 1));
      v128.store(start + entry * 3, stepOf(w, 2));
    }
    if (vectors == 2) fill32(table, end, table + entry);
    else fill16(table, end, table + entry);
    table = end;
  }
}

/**
 * Counts the disagreements of `rows` indexed rows with one tile of 16 * vectors tabulated rows.
 *
 * field     octets x 8 x lanes u8, from fields()
 * index     octets x rows x 8 u16, from indices() with the shift of this lane count
 * table     room for 8 tables: 8 * 2^bits * lanes bytes
 * partial   room for rows x lanes u8
 * counts    rows x lanes u16, the result
 *
 * A u8 sum holds 255: three octets of 64 bits, four of 56, five of 48 go in before a flush.
 */
export function tableTile(
  bits: i32, vectors: i32, rows: i32, octets: i32, field: usize, index: usize, table: usize, partial: usize, counts: usize,
): void {
  const lanes = vectors << 4;
  const passes = 255 / (bits << 3);
  memory.fill(counts, 0, <usize>(rows * lanes) << 1);
  memory.fill(partial, 0, <usize>(rows * lanes));
  for (let octet = 1; octet <= octets; octet++) {
    buildTables(bits, vectors, field, table);
    const flushes = octet % passes == 0 || octet == octets;
    accumulate(bits, vectors, flushes, rows, index, table, partial, counts);
    field += <usize>(lanes << 3);
    index += <usize>rows << 4;
  }
}

/**
 * The same for a convolution, whose indexed rows are the pixels of lines and need no copy a tap.
 *
 * lines     `lineCount` u32: byte offset of the pixel that tap 0 of a line's first output sees
 * width     outputs of a line; neighbours see neighbouring pixels
 * offsets   `octets` u32: byte offset of an octet, that is of its tap and channels, from tap 0
 * index     indices of pixels: 8 u16 each
 */
export function tableTileLines(
  bits: i32, vectors: i32, lines: usize, lineCount: i32, width: i32, offsets: usize, octets: i32, field: usize, index: usize, table: usize, partial: usize, counts: usize,
): void {
  const lanes = vectors << 4;
  const passes = 255 / (bits << 3);
  const rows = lineCount * width;
  const lineBytes = <usize>(width * lanes);
  memory.fill(counts, 0, <usize>(rows * lanes) << 1);
  memory.fill(partial, 0, <usize>(rows * lanes));
  for (let octet = 1; octet <= octets; octet++) {
    buildTables(bits, vectors, field, table);
    const flushes = octet % passes == 0 || octet == octets;
    const from = index + <usize>load<u32>(offsets);
    offsets += 4;
    let to: usize = 0;
    for (let line: usize = 0; line < <usize>lineCount; line++) {
      const start = from + <usize>load<u32>(lines + (line << 2));
      accumulate(bits, vectors, flushes, width, start, table, partial + to, counts + (to << 1));
      to += lineBytes;
    }
    field += <usize>(lanes << 3);
  }
}
