// Products of bit matrices: the kernels that a product plan calls. No kernel checks its operands;
// the plan in src/products does so before the first call.
export {
  scalar1x4by2,
  scalar1x4by4,
  scalar2x2by2,
  scalar2x2by4,
  vector1x4,
  integer2x16,
} from './tiles';
export { indices, fields, tableTile, tableTileLines } from './tables';
export { transposeCounts, emitInt32, emitInt16, emitFloat, emitBits, emitBitsTurned } from './outputs';
export { widenSigned, widenUnsigned, placeSums, scaleSums, decideSums } from './integers';
