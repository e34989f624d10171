import { BinaryProduct } from '../products/binary-product.ts';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { destinationFor, requireApart, requireEqual, requireShape } from '../training/checks.ts';
import type { MapOptions } from '../training/elementwise.ts';
import type { FloatMatrix } from '../training/float-matrix.ts';
import { floatProduct } from '../training/float-product.ts';
import { requirePictures, type Pictures } from '../training/pictures.ts';
import {
  bitsByFloat,
  floatByBits,
  inputGradientTransposed,
  weightGradient,
  type ProductOptions,
} from '../training/signed-product.ts';
import { transposeBits } from '../training/transpose-bits.ts';
import { geometryOf, pixelsOf, type ConvolutionWindow, type Geometry } from './geometry.ts';
import {
  forEachBitPatches,
  forEachFloatPatches,
  scatterFloats,
  seesOnePixel,
  tilePixels,
} from './patches.ts';
import { forEachTile, type Tile } from './tiles.ts';

/**
 * The forward pass of a convolution in training: every output pixel of every picture is one row.
 *
 * Pictures and weights are bits (1 is +1, 0 is -1) or floats, in any combination; the sums of two
 * bit operands are whole numbers. Outside the picture, bits read `window.outside`, floats read 0.
 *
 * @param x - pictures, channels-last: one row a pixel, C columns
 * @param weights - F x (taps * C), tap after tap, each with all channels
 * @param window - kernel, stride, dilation, padding
 * @param pictures - number and size of the pictures in x
 * @returns one row an output pixel, F columns
 * @throws OnebitError `size-mismatch`, `size-invalid`, `value-invalid`
 *
 * @example
 * ```ts
 * import { BitMatrix, convolve } from '@onebit/bitwise-kernels';
 * const line = BitMatrix.fromBytes(4, 1, Uint8Array.of(1, 1, 0, 1));
 * const weights = BitMatrix.fromBytes(1, 2, Uint8Array.of(1, 1));
 * const pictures = { count: 1, height: 1, width: 4 };
 * console.log(convolve(line, weights, { kernel: [1, 2] }, pictures).data.join(' ')); // 2 0 0
 * ```
 */
export function convolve(
  x: FloatMatrix | BitMatrix,
  weights: FloatMatrix | BitMatrix,
  window: ConvolutionWindow,
  pictures: Pictures,
  options: MapOptions = {},
): FloatMatrix {
  const geometry = geometryOf(window, pictures, x.columns);
  requirePictures('pictures', x, pictures);
  requireEqual('inputs of the window and of the weights', geometry.depth, weights.columns);
  const out = destinationFor(options.destination, pixelsOf(geometry.output), weights.rows);
  requireApart(out, x, weights);
  const multiply = multiplier(weights);
  try {
    forEachPatches(x, geometry, (patches, tile) => {
      multiply.run(patches, out.rowRange(tile.first, tile.pixels));
    });
  } finally {
    multiply.dispose();
  }
  return out;
}

/**
 * The gradient of {@link convolve} with respect to the pictures.
 *
 * @param gradient - dY, one row an output pixel, F columns
 * @param weights - as in the forward pass
 * @param window - as in the forward pass
 * @param pictures - number and size of the pictures of the forward pass
 * @returns dX, one row a pixel, C columns
 * @throws OnebitError `size-mismatch`, `size-invalid`, `value-invalid`
 */
export function convolutionInputGradient(
  gradient: FloatMatrix,
  weights: FloatMatrix | BitMatrix,
  window: ConvolutionWindow,
  pictures: Pictures,
  options: MapOptions = {},
): FloatMatrix {
  const taps = geometryOf(window, pictures, 1).depth;
  const geometry = geometryOf(window, pictures, Math.floor(weights.columns / taps));
  requireEqual('inputs of the window and of the weights', geometry.depth, weights.columns);
  requireShape('a gradient', gradient, pixelsOf(geometry.output), weights.rows);
  const out = destinationFor(options.destination, pixelsOf(pictures), geometry.channels);
  requireApart(out, gradient, weights);
  const transposed = weights instanceof BitMatrix ? transposeBits(weights) : undefined;
  const multiply = (dy: FloatMatrix, options: ProductOptions = {}) =>
    transposed
      ? inputGradientTransposed(dy, transposed, options)
      : floatProduct(dy, weights as FloatMatrix, options);
  try {
    if (seesOnePixel(geometry)) return multiply(gradient, { destination: out });
    out.data.fill(0);
    forEachTile(geometry, tilePixels(geometry.depth * 4), (tile) => {
      const dy = gradient.rowRange(tile.first, tile.pixels);
      const patches = multiply(dy);
      scatterFloats(patches, geometry, tile, out);
      patches.dispose();
    });
  } finally {
    transposed?.dispose();
  }
  return out;
}

/**
 * The gradient of {@link convolve} with respect to the weights.
 *
 * @param gradient - dY, one row an output pixel, F columns
 * @param x - the pictures of the forward pass
 * @param window - as in the forward pass
 * @param pictures - number and size of the pictures in x
 * @returns dW, F x (taps * C)
 * @throws OnebitError `size-mismatch`, `size-invalid`, `value-invalid`
 */
export function convolutionWeightGradient(
  gradient: FloatMatrix,
  x: FloatMatrix | BitMatrix,
  window: ConvolutionWindow,
  pictures: Pictures,
  options: MapOptions = {},
): FloatMatrix {
  const geometry = geometryOf(window, pictures, x.columns);
  requirePictures('pictures', x, pictures);
  requireEqual('output pixels', gradient.rows, pixelsOf(geometry.output));
  const out = destinationFor(options.destination, gradient.columns, geometry.depth);
  requireApart(out, gradient, x);
  forEachPatches(x, geometry, (patches, tile) => {
    const dy = gradient.rowRange(tile.first, tile.pixels);
    const into: ProductOptions = { destination: out, accumulate: tile.first > 0 };
    if (patches instanceof BitMatrix) weightGradient(dy, patches, into);
    else floatProduct(dy, patches, { ...into, transposeLeft: true });
  });
  return out;
}

function forEachPatches(
  x: FloatMatrix | BitMatrix,
  geometry: Geometry,
  visit: (patches: FloatMatrix | BitMatrix, tile: Tile) => void,
): void {
  if (x instanceof BitMatrix) forEachBitPatches(x, geometry, visit);
  else forEachFloatPatches(x, geometry, visit);
}

/** The product of patches with weights, prepared once for all tiles. */
function multiplier(weights: FloatMatrix | BitMatrix) {
  if (!(weights instanceof BitMatrix)) {
    return {
      run(patches: FloatMatrix | BitMatrix, destination: FloatMatrix) {
        if (patches instanceof BitMatrix) bitsByFloat(patches, weights, { destination });
        else floatProduct(patches, weights, { transposeRight: true, destination });
      },
      dispose() {
        // Nothing was prepared for float weights.
      },
    };
  }
  const one = new Float32Array(weights.rows).fill(1);
  const zero = new Float32Array(weights.rows);
  const product = BinaryProduct.prepare(weights);
  return {
    run(patches: FloatMatrix | BitMatrix, destination: FloatMatrix) {
      if (patches instanceof BitMatrix) product.toFloat(patches, one, zero, destination);
      else floatByBits(patches, weights, { destination });
    },
    dispose() {
      product.dispose();
    },
  };
}
