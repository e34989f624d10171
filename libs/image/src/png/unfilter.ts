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
    if (filter === 0) continue;
    for (let i = 0; i < rowBytes; i++) {
      const left = i >= step ? rows[to + i - step]! : 0;
      const up = y > 0 ? rows[to + i - rowBytes]! : 0;
      const corner = i >= step && y > 0 ? rows[to + i - rowBytes - step]! : 0;
      rows[to + i]! += predicted(filter, left, up, corner);
    }
  }
  return rows;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    default: {
      const estimate = left + up - corner;
      const toLeft = Math.abs(estimate - left);
      const toUp = Math.abs(estimate - up);
      const toCorner = Math.abs(estimate - corner);
      return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
  }
}
