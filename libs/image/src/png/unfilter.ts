import { unreadable } from '../refusals.ts';

/**
 * Undoes the five row filters of PNG.
 *
 * @param filtered - every row with its filter byte in front
 * @param rowBytes - bytes of a row without the filter byte
 * @param height - rows
 * @param step - bytes from a pixel to its left neighbour, at least 1
 */
export function unfilter(
  filtered: Uint8Array,
  rowBytes: number,
  height: number,
  step: number,
): Uint8Array {
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const from = y * (rowBytes + 1);
    const to = y * rowBytes;
    const filter = filtered[from]!;
    if (filter > 4) {
      throw unreadable('row filters from 0 to 4', `filter ${filter} in row ${y}`);
    }
    rows.set(filtered.subarray(from + 1, from + 1 + rowBytes), to);
    if (filter !== 0) unfilterRow(rows, to, rowBytes, filter, step, y > 0);
  }
  return rows;
}

/** One loop for each filter: a test inside the loop would cost more than the work it guards. */
function unfilterRow(
  rows: Uint8Array,
  to: number,
  rowBytes: number,
  filter: number,
  step: number,
  hasUp: boolean,
): void {
  const end = to + rowBytes;
  const second = Math.min(to + step, end);
  switch (filter) {
    case 1:
      for (let i = second; i < end; i++) rows[i]! += rows[i - step]!;
      return;
    case 2:
      if (hasUp) for (let i = to; i < end; i++) rows[i]! += rows[i - rowBytes]!;
      return;
    case 3:
      for (let i = to; i < end; i++) {
        const left = i >= second ? rows[i - step]! : 0;
        rows[i]! += (left + (hasUp ? rows[i - rowBytes]! : 0)) >> 1;
      }
      return;
    default:
      // Without a row above, or a pixel to the left, the one neighbour there is predicts.
      if (!hasUp) {
        for (let i = second; i < end; i++) rows[i]! += rows[i - step]!;
        return;
      }
      for (let i = to; i < second; i++) rows[i]! += rows[i - rowBytes]!;
      for (let i = second; i < end; i++) {
        rows[i]! += nearest(rows[i - step]!, rows[i - rowBytes]!, rows[i - rowBytes - step]!);
      }
  }
}

/** Paeth's predictor: of left, up and corner the one nearest to left + up - corner. */
function nearest(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
