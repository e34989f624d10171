export { setProductAutotune } from './autotune.ts';
export { BinaryProduct, type ProductPlan } from './binary-product.ts';
export { ColumnThresholds, foldBatchNorm, type BatchNorm } from './column-thresholds.ts';
export type { Activations } from './operands.ts';
export { xnorProduct } from './xnor-product.ts';
