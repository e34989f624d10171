import type { Factors } from './factorise.ts';
import { quantiseScales } from './pack-model.ts';

/** The weights `[features, outputs]` that factors stand for once their scales are bytes. */
export function storedWeights({ width, codes, scales, matrix }: Factors): Float32Array {
  const { bytes, step } = quantiseScales(scales);
  const outputs = matrix.length / width;
  const weights = new Float32Array(scales.length * outputs);
  for (let row = 0; row < scales.length; row++) {
    const scale = bytes[row]! * step;
    for (let bit = 0; bit < width; bit++) {
      const signed = scale * codes[row * width + bit]!;
      for (let output = 0; output < outputs; output++) {
        weights[row * outputs + output]! += signed * matrix[bit * outputs + output]!;
      }
    }
  }
  return weights;
}
