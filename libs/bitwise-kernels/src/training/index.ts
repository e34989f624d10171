export { FloatMatrix } from './float-matrix.ts';
export { floatProduct, type FloatProductOptions } from './float-product.ts';
export { signBits, type SignOptions } from './sign-bits.ts';
export {
  bitsByFloat,
  floatByBits,
  inputGradient,
  inputGradientTransposed,
  weightGradient,
  weightGradientTransposed,
  type ProductOptions,
} from './signed-product.ts';
export { transposeBits } from './transpose-bits.ts';
