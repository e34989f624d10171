import {
  BinaryConvolution,
  BitMatrix,
  type ColumnThresholds,
  convolve,
  convolvedPictures,
  type ConvolutionWindow,
  FloatMatrix,
} from '@onebit/bitwise-kernels';
import type { Conv1dLayer, Conv2dLayer, DenseLayer } from '../description/layers.ts';
import type { Tensor } from '../model-file/safetensors.ts';
import { type Affine, affineEpilogue, thresholdEpilogue } from './column-epilogue.ts';
import { type Positions, rowsOf, type Step, toFloats, type Value } from './value.ts';
import { operandOf } from './weights.ts';

/** What becomes of the sums of a product: left as they are, scaled, or decided bit by bit. */
export type Epilogue =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'affine' } & Affine)
  | { readonly kind: 'threshold'; readonly thresholds: ColumnThresholds };

/** A layer that multiplies with weights. A dense layer is a convolution that sees one position. */
export type ProductLayer = DenseLayer | Conv2dLayer | Conv1dLayer;

/**
 * Compiles a product and what follows it into one step, so that bits go in and bits come out with
 * no integer in between.
 *
 * @param layer - the product
 * @param weights - its tensor
 * @param epilogue - what follows
 */
export function productStep(layer: ProductLayer, weights: Tensor, epilogue: Epilogue): Step {
  const window = windowOf(layer);
  const operand = operandOf(weights, layer.weightKind, inputsOf(layer));
  const filters = layer.op === 'dense' ? layer.outputs : layer.filters;
  const binary =
    operand instanceof BitMatrix ? BinaryConvolution.prepare(operand, window) : undefined;
  const finish = finisher(epilogue);
  const plain = epilogue.kind === 'affine' ? epilogue : identity(filters);
  return {
    run(value: Value): Value {
      const at = convolvedPictures(window, value.at);
      if (value.kind === 'bits' && binary) {
        const result = productOfBits(binary, value.matrix, value.at, at, epilogue, plain);
        value.matrix.dispose();
        return result;
      }
      const floats = value.kind === 'bits' ? value : toFloats(value);
      const sums = convolve(floats.matrix, operand, window, value.at);
      floats.matrix.dispose();
      return finish.run(sums, at);
    },
    dispose() {
      binary?.dispose();
      operand.dispose();
      finish.dispose();
    },
  };
}

function productOfBits(
  convolution: BinaryConvolution,
  bits: BitMatrix,
  before: Positions,
  at: Positions,
  epilogue: Epilogue,
  { scale, shift }: Affine,
): Value {
  if (epilogue.kind === 'threshold') {
    return { kind: 'bits', matrix: convolution.toBits(bits, before, epilogue.thresholds), at };
  }
  const matrix = FloatMatrix.create(rowsOf(at), convolution.filters);
  convolution.toFloat(bits, before, scale, shift, matrix.data);
  return { kind: 'floats', matrix, at };
}

/** Sums that already stand in memory, scaled or decided: products with more than one bit a side. */
export function finisher(epilogue: Epilogue): {
  run(sums: FloatMatrix, at: Positions): Value;
  dispose(): void;
} {
  switch (epilogue.kind) {
    case 'none':
      return {
        run: (matrix, at) => ({ kind: 'floats', matrix, at }),
        dispose() {
          // Holds nothing.
        },
      };
    case 'affine': {
      const affine = affineEpilogue(epilogue);
      return {
        run: (sums, at) => ({ kind: 'floats', matrix: affine.run(sums), at }),
        dispose: () => affine.dispose(),
      };
    }
    case 'threshold': {
      const threshold = thresholdEpilogue(epilogue.thresholds);
      return {
        run: (sums, at) => ({ kind: 'bits', matrix: threshold.run(sums), at }),
        dispose: () => threshold.dispose(),
      };
    }
  }
}

const identity = (filters: number): Affine => ({
  scale: new Float32Array(filters).fill(1),
  shift: new Float32Array(filters),
});

function inputsOf(layer: ProductLayer): number {
  if (layer.op === 'dense') return layer.inputs;
  const taps = layer.op === 'conv2d' ? layer.kernel[0] * layer.kernel[1] : layer.taps;
  return taps * layer.channels;
}

export function windowOf(layer: ProductLayer): ConvolutionWindow {
  if (layer.op === 'dense') return { kernel: 1 };
  const outside = layer.padding !== 'valid' && layer.padding.value === 1 ? 1 : 0;
  if (layer.op === 'conv1d') {
    const [before, after] = layer.padding === 'valid' ? [0, 0] : layer.padding.sides;
    return {
      kernel: [1, layer.taps],
      dilation: [1, layer.dilation],
      padding: [0, 0, before, after],
      outside,
    };
  }
  const [top, right, bottom, left] = layer.padding === 'valid' ? [0, 0, 0, 0] : layer.padding.sides;
  return {
    kernel: layer.kernel,
    stride: layer.stride,
    dilation: layer.dilation,
    padding: [top, bottom, left, right],
    outside,
  };
}
