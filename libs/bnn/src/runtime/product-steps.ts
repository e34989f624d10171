import type {
  ColumnThresholds} from '@onebit/bitwise-kernels';
import {
  addToColumns,
  BinaryConvolution,
  BitMatrix,
  convolve,
  convolvedPictures,
  type ConvolutionWindow,
  FloatMatrix,
} from '@onebit/bitwise-kernels';
import type { Conv1dLayer, Conv2dLayer, DenseLayer } from '../description/layers.ts';
import type { Tensor } from '../model-file/safetensors.ts';
import { type Positions, rowsOf, type Step, toFloats, type Value } from './value.ts';
import { operandOf } from './weights.ts';

/** What becomes of the sums of a product: left as they are, scaled, or decided bit by bit. */
export type Epilogue =
  | { readonly kind: 'none' }
  | { readonly kind: 'affine'; readonly scale: Float32Array; readonly shift: Float32Array }
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
  return {
    run(value: Value): Value {
      const at = convolvedPictures(window, value.at);
      if (value.kind === 'bits' && binary) {
        const result = productOfBits(binary, value.matrix, value.at, at, filters, epilogue);
        value.matrix.dispose();
        return result;
      }
      const floats = value.kind === 'bits' ? value : toFloats(value);
      const sums = convolve(floats.matrix, operand, window, value.at);
      floats.matrix.dispose();
      return finish(sums, at, epilogue);
    },
    dispose() {
      binary?.dispose();
      operand.dispose();
    },
  };
}

function productOfBits(
  convolution: BinaryConvolution,
  bits: BitMatrix,
  before: Positions,
  at: Positions,
  filters: number,
  epilogue: Epilogue,
): Value {
  if (epilogue.kind === 'threshold') {
    return { kind: 'bits', matrix: convolution.toBits(bits, before, epilogue.thresholds), at };
  }
  const { scale, shift } = epilogue.kind === 'affine' ? epilogue : identity(filters);
  const matrix = FloatMatrix.create(rowsOf(at), filters);
  convolution.toFloat(bits, before, scale, shift, matrix.data);
  return { kind: 'floats', matrix, at };
}

/** Scales or decides sums that already stand in memory: products with more than one bit a side. */
function finish(sums: FloatMatrix, at: Positions, epilogue: Epilogue): Value {
  switch (epilogue.kind) {
    case 'none':
      return { kind: 'floats', matrix: sums, at };
    case 'affine':
      return { kind: 'floats', matrix: scaleColumns(sums, epilogue), at };
    case 'threshold':
      return { kind: 'bits', matrix: decideColumns(sums, epilogue.thresholds), at };
  }
}

/** `scale * x + shift`, each operation rounded to 32 bits; the given matrix is used. */
export function scaleColumns(
  x: FloatMatrix,
  { scale, shift }: { readonly scale: Float32Array; readonly shift: Float32Array },
): FloatMatrix {
  const { data, columns } = x;
  for (let at = 0, column = 0; at < data.length; at++) {
    data[at] = data[at]! * scale[column]!;
    column = column + 1 === columns ? 0 : column + 1;
  }
  const offsets = FloatMatrix.from(1, columns, shift);
  addToColumns(x, offsets, { destination: x });
  offsets.dispose();
  return x;
}

/** One bit an element, by the threshold of its column; the given matrix is used up. */
export function decideColumns(x: FloatMatrix, thresholds: ColumnThresholds): BitMatrix {
  const { data, rows, columns } = x;
  const bytes = new Uint8Array(data.length);
  for (let at = 0, column = 0; at < data.length; at++) {
    bytes[at] = thresholds.decide(column, data[at]!);
    column = column + 1 === columns ? 0 : column + 1;
  }
  x.dispose();
  return BitMatrix.fromBytes(rows, columns, bytes);
}

const identity = (filters: number) => ({
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
