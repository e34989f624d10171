import { floatByBits, transposeBits } from '@onebit/bitwise-kernels';
import type { BagLayer } from '../description/layers.ts';
import { type Step, toFloats } from './value.ts';
import { bitWeights, type Tensors, vectorOf } from './weights.ts';

/** A bag of features given densely: each feature's weight times its scale times its row of codes. */
export function bagStep(layer: BagLayer, tensors: Tensors): Step {
  const rows = bitWeights(tensors.get(layer.codes)!, layer.width);
  const codes = transposeBits(rows);
  rows.dispose();
  const { scaleStep = 1 } = layer;
  const scales = vectorOf(tensors, layer.scales).map((scale) => scale * scaleStep);
  return {
    run(value) {
      const x = toFloats(value);
      const { data, columns } = x.matrix;
      for (let at = 0; at < data.length; at++) data[at]! *= scales[at % columns]!;
      const matrix = floatByBits(x.matrix, codes);
      x.matrix.dispose();
      return { kind: 'floats', matrix, at: x.at };
    },
    dispose() {
      codes.dispose();
    },
  };
}
