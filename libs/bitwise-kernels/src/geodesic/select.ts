import type { Connectivity } from '../components/component-table.ts';
import { RunTable, componentFamily } from '../components/run-table.ts';
import { geodesicBinary } from '../generated/geodesic.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { KernelBlock } from '../storage/kernel-block.ts';
import { KernelFamily } from '../storage/load-family.ts';
import { reconstructReference } from './reference.ts';

/* assembly/geodesic says what each argument is. */
type Blocks = [mask: number, filled: number, fresh: number, stamps: number];
type Size = [rows: number, stride: number];

interface GeodesicKernels {
  plant(...values: [seed: number, ...Blocks, ...Size]): void;
  sweep(...values: [...Blocks, ...Size, corners: boolean, down: boolean, number: number]): number;
  unload(filled: number, destination: number, rows: number, stride: number): void;
}

const family = new KernelFamily<GeodesicKernels>(geodesicBinary);

/** Words of zeros before and behind each row of the workspace. */
const MARGIN_WORDS = 4;
/** The number of the first sweep, which the kernels know too. */
const FIRST_SWEEP = 2;
/**
 * Rows that may change, by the rows of the matrix, before the work goes over to runs: blobs and
 * letters rest after a few sweeps, a maze would take as many as it has turns.
 */
const PATIENCE = 24;

/**
 * Sweeps where there is SIMD, since they touch words instead of runs; runs where sweeps do not come
 * to rest, since their time has a bound.
 */
export function reconstructInto(
  seed: BitMatrix,
  mask: BitMatrix,
  connectivity: Connectivity,
  destination: BitMatrix,
): void {
  if (!family.usable || !componentFamily.usable) {
    reconstructReference(seed, mask, connectivity, destination);
    return;
  }
  if (reconstructBySweeps(seed, mask, connectivity, destination)) return;
  using table = new RunTable(mask, connectivity);
  table.paint(table.touching(seed), destination);
}

/** Returns false, and leaves the destination alone, where the sweeps do not come to rest. */
function reconstructBySweeps(
  seed: BitMatrix,
  mask: BitMatrix,
  connectivity: Connectivity,
  destination: BitMatrix,
): boolean {
  const { rows, wordsPerRow } = mask;
  const stride = wordsPerRow * 4;
  const filledWords = wordsPerRow + 2 * MARGIN_WORDS;
  using filled = KernelBlock.cleared(rows * filledWords * 4);
  using fresh = new KernelBlock(stride);
  using stamps = new KernelBlock(rows * 4);
  return family.run((kernels) => {
    const blocks = [mask.pointer, filled.pointer, fresh.pointer, stamps.pointer] as const;
    kernels.plant(seed.pointer, ...blocks, rows, stride);
    const corners = connectivity === 8;
    let changes = 0;
    // Down and up by turns, and at least once each way.
    for (let number = FIRST_SWEEP, changed = 1; changed > 0 || number < FIRST_SWEEP + 2; number++) {
      changed = kernels.sweep(...blocks, rows, stride, corners, number % 2 === 0, number);
      changes += changed;
      if (changes > PATIENCE * rows) return false;
    }
    kernels.unload(filled.pointer, destination.pointer, rows, stride);
    return true;
  });
}
