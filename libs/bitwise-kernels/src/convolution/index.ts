/**
 * Convolutions over channels-last pictures: {@link Pictures} tells how the rows of a matrix make
 * pictures, {@link ConvolutionWindow} how a kernel moves over them.
 */
export { convolvedPictures, type ConvolutionWindow, type Extent } from './geometry.ts';
export { convolutionInputGradient, convolutionWeightGradient, convolve } from './training.ts';
