import type { BitMatrix } from '../storage/bit-matrix.ts';
import { destinationFor, requireApart, requireEqual, withScratch } from './checks.ts';
import type { FloatMatrix } from './float-matrix.ts';
import { trainingKernels } from './kernels.ts';
import { signedProductReference, type SignedLayout } from './signed-product.reference.ts';
import { transposeBits } from './transpose-bits.ts';

/** Where a product of training goes. */
export interface ProductOptions {
  /** Receives the result; a new matrix where absent. */
  readonly destination?: FloatMatrix;
  /** Adds to the destination instead of replacing it; needs a destination. */
  readonly accumulate?: boolean;
}

/**
 * The product of real inputs with 1-bit weights, X·Wᵀ, where bit 1 is +1 and bit 0 is -1.
 *
 * @param x - inputs, M x K
 * @param weights - bits, N x K
 * @returns M x N sums
 * @throws OnebitError `size-mismatch`
 *
 * @example
 * ```ts
 * import { BitMatrix, FloatMatrix, floatByBits } from '@onebit/bitwise-kernels';
 * const x = FloatMatrix.from(1, 3, [1, 2, 4]);
 * const weights = BitMatrix.fromBytes(2, 3, Uint8Array.of(1, 1, 1, 0, 1, 0));
 * console.log(floatByBits(x, weights).data.join(' ')); // 7 -3
 * ```
 */
export function floatByBits(
  x: FloatMatrix,
  weights: BitMatrix,
  options: ProductOptions = {},
): FloatMatrix {
  requireEqual('inputs of the samples and of the weights', x.columns, weights.columns);
  const out = destinationFor(options.destination, x.rows, weights.rows);
  run(weights, x, out, layout(options, true, true));
  return out;
}

/**
 * The product of 1-bit inputs with real weights, X·Wᵀ.
 *
 * @param x - bits, M x K
 * @param weights - N x K
 * @returns M x N sums
 * @throws OnebitError `size-mismatch`
 */
export function bitsByFloat(
  x: BitMatrix,
  weights: FloatMatrix,
  options: ProductOptions = {},
): FloatMatrix {
  requireEqual('inputs of the samples and of the weights', x.columns, weights.columns);
  const out = destinationFor(options.destination, x.rows, weights.rows);
  run(x, weights, out, layout(options, true, false));
  return out;
}

/**
 * The gradient with respect to the inputs of a layer with 1-bit weights, dX = dY·W.
 *
 * @param gradient - dY, M x N
 * @param weights - bits, N x K
 * @returns dX, M x K
 * @throws OnebitError `size-mismatch`
 */
export function inputGradient(
  gradient: FloatMatrix,
  weights: BitMatrix,
  options: ProductOptions = {},
): FloatMatrix {
  requireEqual('outputs of the gradient and of the weights', gradient.columns, weights.rows);
  const transposed = transposeBits(weights);
  try {
    return inputGradientTransposed(gradient, transposed, options);
  } finally {
    transposed.dispose();
  }
}

/**
 * As {@link inputGradient} for weights that are transposed already, which saves transposing them
 * for every piece of a batch.
 *
 * @param gradient - dY, M x N
 * @param weightsTransposed - bits, K x N
 * @returns dX, M x K
 * @throws OnebitError `size-mismatch`
 */
export function inputGradientTransposed(
  gradient: FloatMatrix,
  weightsTransposed: BitMatrix,
  options: ProductOptions = {},
): FloatMatrix {
  requireEqual(
    'outputs of the gradient and of the weights',
    gradient.columns,
    weightsTransposed.columns,
  );
  const out = destinationFor(options.destination, gradient.rows, weightsTransposed.rows);
  run(weightsTransposed, gradient, out, layout(options, true, true));
  return out;
}

/**
 * The gradient with respect to the weights of a layer with 1-bit inputs, dW = dYᵀ·X.
 *
 * @param gradient - dY, M x N
 * @param x - bits, M x K
 * @returns dW, N x K
 * @throws OnebitError `size-mismatch`
 */
export function weightGradient(
  gradient: FloatMatrix,
  x: BitMatrix,
  options: ProductOptions = {},
): FloatMatrix {
  requireEqual('samples of the gradient and of the inputs', gradient.rows, x.rows);
  const transposed = transposeBits(x);
  try {
    return weightGradientTransposed(gradient, transposed, options);
  } finally {
    transposed.dispose();
  }
}

/**
 * As {@link weightGradient} for inputs that are transposed already.
 *
 * @param gradient - dY, M x N
 * @param xTransposed - bits, K x M
 * @returns dW, N x K
 * @throws OnebitError `size-mismatch`
 */
export function weightGradientTransposed(
  gradient: FloatMatrix,
  xTransposed: BitMatrix,
  options: ProductOptions = {},
): FloatMatrix {
  requireEqual('samples of the gradient and of the inputs', gradient.rows, xTransposed.columns);
  const out = destinationFor(options.destination, gradient.columns, xTransposed.rows);
  run(xTransposed, gradient, out, layout(options, false, true));
  return out;
}

function layout(
  options: ProductOptions,
  floatsTransposed: boolean,
  outTransposed: boolean,
): SignedLayout {
  const add = options.accumulate === true && options.destination !== undefined;
  return { floatsTransposed, outTransposed, add };
}

function run(bits: BitMatrix, floats: FloatMatrix, out: FloatMatrix, order: SignedLayout): void {
  requireApart(out, floats);
  if (!trainingKernels.usable) {
    signedProductReference(bits, floats, out, order);
    return;
  }
  const bytes = trainingKernels.run((kernels) => kernels.signedProductScratch(bits.rows));
  withScratch(bytes, (scratch) =>
    trainingKernels.run((kernels) =>
      kernels.signedProduct(
        bits.pointer,
        bits.wordsPerRow * 4,
        bits.rows,
        bits.columns,
        order.floatsTransposed ? floats.rows : floats.columns,
        floats.pointer,
        floats.columns * 4,
        order.floatsTransposed ? 1 : 0,
        out.pointer,
        out.columns * 4,
        order.outTransposed ? 1 : 0,
        order.add ? 1 : 0,
        scratch,
      ),
    ),
  );
}
