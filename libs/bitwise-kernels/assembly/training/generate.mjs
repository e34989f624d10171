import { columnMaps } from './column-maps.mjs';
import { columnSums } from './column-sums.mjs';
import { signedTables } from './signed-tables.mjs';
import { floatTile } from './float-tile.mjs';

/** The unrolled parts of the training kernels; everything else stands in the plain sources. */
export default function generate() {
  return {
    'column-maps.ts': columnMaps(),
    'column-sums.ts': columnSums(),
    'signed-tables.ts': signedTables(),
    'float-tile.ts': floatTile({ rows: 4, vectors: 2 }),
  };
}
