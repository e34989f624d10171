import { convolve, type ConvolutionWindow, FloatMatrix } from '@onebit/bitwise-kernels';
import type { ScaledLayer } from '../description/layers.ts';
import { windowOf } from './product-steps.ts';
import { type Step, toFloats } from './value.ts';

/**
 * A binary product times XNOR-Net's K: the mean of |x| over channels, averaged over the windows of
 * the product (Rastegari et al. 2016, equation 11). Outside the picture |x| counts as 0.
 */
export function scaledStep(layer: ScaledLayer, body: Step): Step {
  const window: ConvolutionWindow = { ...windowOf(layer.body[1]), outside: 0 };
  const taps = layer.body[1].op === 'dense' ? 1 : layer.body[1].kernel[0] * layer.body[1].kernel[1];
  return {
    run(value) {
      const x = toFloats(value);
      const magnitude = meanMagnitude(x.matrix);
      const share = FloatMatrix.from(1, taps, new Float32Array(taps).fill(1 / taps));
      const scale = convolve(magnitude, share, window, x.at);
      share.dispose();
      magnitude.dispose();
      const out = toFloats(body.run(x));
      const { data, columns } = out.matrix;
      const factors = scale.data;
      for (let at = 0; at < data.length; at++) data[at]! *= factors[Math.floor(at / columns)]!;
      scale.dispose();
      return out;
    },
    dispose() {
      body.dispose();
    },
  };
}

function meanMagnitude(x: FloatMatrix): FloatMatrix {
  const { rows, columns } = x;
  const out = FloatMatrix.create(rows, 1);
  const from = x.data;
  const { data } = out;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += Math.abs(from[row * columns + column]!);
    data[row] = sum / columns;
  }
  return out;
}
