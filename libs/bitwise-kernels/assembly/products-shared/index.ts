// Products of bit matrices on memory that several threads share: the kernels that lay operands out,
// and the loops in which threads take blocks of one product.
export { indices, fields } from './tables';
// The engine keeps the sums of a kernel in registers only where the compiler does not merge it into
// its one caller, which it never does with an export.
export { tableTile } from './tables';
export { scalar1x4by2, scalar1x4by4, scalar2x2by2, scalar2x2by4, vector1x4 } from './tiles';
export { work, redo, serve } from './crew';
