export { transposeBits, signBits } from './bits';
export * from './column-maps';
export * from './column-sums';
export { floatProduct, floatProductScratch } from './float-product';
export { addGrid } from './grids';
export { signedProduct, signedProductScratch } from './signed-product';
