import { OnebitError } from '@onebit/errors';
import { requireNumber } from '../training/checks.ts';
import type { Pictures } from '../training/pictures.ts';

/** One size for both directions, or one each. */
export type Extent = number | readonly [y: number, x: number];

/** How a kernel moves over pictures. */
export interface ConvolutionWindow {
  /** Taps down and across, each at least 1. */
  readonly kernel: Extent;
  /** Pixels from one output to the next, at least 1; 1 where absent. */
  readonly stride?: Extent;
  /** Pixels from one tap to the next, at least 1; 1 where absent. */
  readonly dilation?: Extent;
  /**
   * Pixels added outside: on every side, or at top, bottom, left and right; 0 (valid) where absent.
   */
  readonly padding?: number | readonly [top: number, bottom: number, left: number, right: number];
  /** What 1-bit pictures read outside: 0 (that is -1, as where absent) or 1. Floats read 0. */
  readonly outside?: 0 | 1;
}

/** A window on pictures of one size, with everything that follows from it. */
export interface Geometry {
  readonly input: Pictures;
  readonly output: Pictures;
  readonly channels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly dilationY: number;
  readonly dilationX: number;
  readonly top: number;
  readonly left: number;
  readonly outside: 0 | 1;
  /** Inputs of one output: taps times channels. Input `tap * channels + channel` is one. */
  readonly depth: number;
}

/**
 * The pictures that a convolution gives.
 *
 * @param window - kernel, stride, dilation and padding
 * @param pictures - number and size of the input
 * @returns number and size of the output
 * @throws OnebitError `value-invalid`, `size-invalid` where the kernel does not fit
 *
 * @example
 * ```ts
 * import { convolvedPictures } from '@onebit/bitwise-kernels';
 * const window = { kernel: 3, stride: 2, padding: 1 };
 * const { height, width } = convolvedPictures(window, { count: 1, height: 7, width: 14 });
 * console.log(height, width); // 4 7
 * ```
 */
export function convolvedPictures(window: ConvolutionWindow, pictures: Pictures): Pictures {
  return geometryOf(window, pictures, 1).output;
}

/** Works out a window on pictures, and refuses what does not fit. */
export function geometryOf(window: ConvolutionWindow, input: Pictures, channels: number): Geometry {
  const [kernelHeight, kernelWidth] = pair('kernel', window.kernel);
  const [strideY, strideX] = pair('stride', window.stride ?? 1);
  const [dilationY, dilationX] = pair('dilation', window.dilation ?? 1);
  const padding = window.padding ?? 0;
  const [top, bottom, left, right] =
    typeof padding === 'number' ? [padding, padding, padding, padding] : padding;
  for (const side of [top, bottom, left, right]) {
    requireNumber('padding', side, 'of at least 0', Number.isInteger(side) && side >= 0);
  }
  const height = steps(input.height + top + bottom, (kernelHeight - 1) * dilationY + 1, strideY);
  const width = steps(input.width + left + right, (kernelWidth - 1) * dilationX + 1, strideX);
  return {
    input,
    output: { count: input.count, height, width },
    channels,
    kernelHeight,
    kernelWidth,
    strideY,
    strideX,
    dilationY,
    dilationX,
    top,
    left,
    outside: window.outside ?? 0,
    depth: kernelHeight * kernelWidth * channels,
  };
}

/** A picture that every window fits: for what does not depend on the size of the pictures. */
export const endless: Pictures = { count: 1, height: 2 ** 30, width: 2 ** 30 };

/** Pixels of all pictures: the rows of their matrix. */
export function pixelsOf({ count, height, width }: Pictures): number {
  return count * height * width;
}

function pair(name: string, extent: Extent): readonly [number, number] {
  const both = typeof extent === 'number' ? ([extent, extent] as const) : extent;
  for (const size of both) {
    requireNumber(name, size, 'of at least 1', Number.isInteger(size) && size >= 1);
  }
  return both;
}

/** Places of a window of `reach` pixels along a side. */
function steps(length: number, reach: number, stride: number): number {
  if (length >= reach) return Math.floor((length - reach) / stride) + 1;
  throw new OnebitError('size-invalid', {
    expected: `a side of at least ${reach} pixels with its padding`,
    received: String(length),
    hint: 'Pad the pictures, or take a smaller kernel.',
  });
}
