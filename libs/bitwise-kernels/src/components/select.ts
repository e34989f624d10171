import type { BitMatrix } from '../storage/bit-matrix.ts';
import type { ComponentTable, Connectivity } from './component-table.ts';
import { LabelTable } from './reference.ts';
import { RunTable, componentFamily } from './run-table.ts';

/** Runs where WebAssembly runs: their work grows with the runs, not with the pixels. */
export function tableOf(source: BitMatrix, connectivity: Connectivity): ComponentTable {
  return componentFamily.usable
    ? new RunTable(source, connectivity)
    : new LabelTable(source, connectivity);
}
