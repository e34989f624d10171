import { LabelTable } from '../components/reference.ts';
import type { Connectivity } from '../components/component-table.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';

/** Paints the components of the mask that share a one with the seed into a matrix of zeros. */
export function reconstructReference(
  seed: BitMatrix,
  mask: BitMatrix,
  connectivity: Connectivity,
  destination: BitMatrix,
): void {
  const table = new LabelTable(mask, connectivity);
  table.paint(table.touching(seed), destination);
}
