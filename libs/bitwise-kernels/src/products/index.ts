export { setProductAutotune } from './autotune.ts';
export { BinaryProduct, type ProductPlan } from './binary-product.ts';
export { ColumnAffine } from './column-affine.ts';
export { ColumnThresholds, foldBatchNorm, type BatchNorm } from './column-thresholds.ts';
export { IntegerProduct } from './integer-product.ts';
export type { Activations } from './operands.ts';
export { evenLevels, thermometer } from './thermometer.ts';
export { xnorProduct } from './xnor-product.ts';
