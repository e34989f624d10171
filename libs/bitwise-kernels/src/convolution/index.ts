/**
 * Convolutions over channels-last pictures: `Pictures` tells how the rows of a matrix make
 * pictures, `ConvolutionWindow` how a kernel moves over them. Sequences are pictures of height 1.
 *
 * Inference: `BinaryConvolution` (bits to integers, floats or bits), `ConvolutionStream` (frames as
 * they come), `IntegerConvolution` (pixels and spectra, 8 bits each), `poolBits` and `reducePixels`. Training: `convolve` and its two gradients, for bits
 * and floats in any combination.
 */
export { BinaryConvolution } from './binary-convolution.ts';
export type { BitReduction } from './bit-grids.ts';
export { ConvolutionStream, sequenceWindow } from './convolution-stream.ts';
export { convolutionInputGradient, convolutionWeightGradient, convolve } from './convolve.ts';
export { convolvedPictures, type ConvolutionWindow, type Extent } from './geometry.ts';
export { IntegerConvolution, type BytePictures } from './integer-convolution.ts';
export { poolBits, reducePixels } from './pool-bits.ts';
