import type { Geometry } from './geometry.ts';
import { pixelsOf } from './geometry.ts';

/** Convolves bytes with whole weights by the definition: outside the pictures stand zeros. */
export function integerConvolutionReference(
  x: ArrayLike<number>,
  weights: ArrayLike<number>,
  filters: number,
  geometry: Geometry,
): Int32Array {
  const { input, output, channels, kernelHeight, kernelWidth } = geometry;
  const sums = new Int32Array(pixelsOf(output) * filters);
  for (let at = 0; at < sums.length; at++) {
    const filter = at % filters;
    const pixel = Math.floor(at / filters);
    const left = (pixel % output.width) * geometry.strideX - geometry.left;
    const line = Math.floor(pixel / output.width);
    const top = (line % output.height) * geometry.strideY - geometry.top;
    const picture = Math.floor(line / output.height);
    let weight = filter * geometry.depth;
    for (let i = 0; i < kernelHeight; i++) {
      const y = top + i * geometry.dilationY;
      for (let j = 0; j < kernelWidth; j++, weight += channels) {
        const column = left + j * geometry.dilationX;
        if (y < 0 || y >= input.height || column < 0 || column >= input.width) continue;
        const from = ((picture * input.height + y) * input.width + column) * channels;
        for (let c = 0; c < channels; c++) sums[at]! += x[from + c]! * weights[weight + c]!;
      }
    }
  }
  return sums;
}
