export { BitImage } from './bit-image.ts';
export type { BitImageFormat, EncodeOptions } from './decode/encoding.ts';
export type { DecodeOptions, ImageReport, ReadOptions, ReadReport } from './decode/reader.ts';
export type { AlphaHandling } from './decode/to-grey.ts';
export { filterBytes, type FilterBytesOptions } from './filter-bytes.ts';
export { detectForeground, type Foreground, type ForegroundChoice } from './foreground.ts';
export { GreyImage } from './grey-image.ts';
export type { ImageColour, ImageFormat, ImageHeader } from './headers/header.ts';
export { readImageHeader, type HeaderOptions } from './headers/image-header.ts';
export { defaultImageLimits, type ImageLimits } from './limits.ts';
export type { NetpbmFormat } from './netpbm/header.ts';
export { readNetpbm, type NetpbmImage } from './netpbm/read.ts';
export { writeNetpbm } from './netpbm/write.ts';
export { joinTiff } from './tiff/join-tiff.ts';
export {
  binarize,
  type BinarizationReport,
  type BinarizeOptions,
  type ThresholdMethod,
} from './threshold/binarize.ts';
export { otsuLevel } from './threshold/otsu.ts';
export { sauvola, type SauvolaOptions } from './threshold/sauvola.ts';
