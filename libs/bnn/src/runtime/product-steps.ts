import {
  BinaryConvolution,
  type BitMatrix,
  ColumnAffine,
  type ColumnThresholds,
  convolve,
  convolvedPictures,
  type ConvolutionWindow,
  type FloatMatrix,
  IntegerConvolution,
  keeping,
} from '@onebit/bitwise-kernels';
import type { Conv1dLayer, Conv2dLayer, DenseLayer } from '../description/layers.ts';
import { numbersOf } from '../model-file/weights.ts';
import type { Tensor } from '../model-file/safetensors.ts';
import { type Affine, affineEpilogue, thresholdEpilogue } from './column-epilogue.ts';
import { type Positions, type Step, toFloats, type Value } from './value.ts';
import { bitWeights, operandOf } from './weights.ts';

/** What becomes of the sums of a product: left as they are, scaled, or decided bit by bit. */
export type Epilogue =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'affine' } & Affine)
  | { readonly kind: 'threshold'; readonly thresholds: ColumnThresholds };

/** A layer that multiplies with weights. A dense layer is a convolution that sees one position. */
export type ProductLayer = DenseLayer | Conv2dLayer | Conv1dLayer;

/** What a prepared product makes of pictures whose numbers are of its kind. */
interface Products<Pictures> {
  toFloats(x: Pictures, at: Positions, affine: ColumnAffine): FloatMatrix;
  toBits(x: Pictures, at: Positions, thresholds: ColumnThresholds): BitMatrix;
  dispose(): void;
}

/**
 * Compiles a product and what follows it into one step, so that bits or bytes go in and bits or
 * floats come out with no integer in between.
 *
 * @param layer - the product
 * @param weights - its tensor
 * @param epilogue - what follows
 */
export function productStep(layer: ProductLayer, weights: Tensor, epilogue: Epilogue): Step {
  const window = windowOf(layer);
  const filters = layer.op === 'dense' ? layer.outputs : layer.filters;
  const inputs = inputsOf(layer);
  // Each form of the weights is made for the first value that needs it: a layer meets one kind.
  const operand = once(() => operandOf(weights, layer.weightKind, inputs));
  const binary = once(() => {
    using bits = bitWeights(weights, inputs);
    return BinaryConvolution.prepare(bits, window);
  });
  const integer = once(() => {
    if (layer.weightKind === 'int8') {
      return IntegerConvolution.of(numbersOf(weights) as Int8Array, filters, window);
    }
    using bits = bitWeights(weights, inputs);
    return IntegerConvolution.ofSigns(bits, window);
  });
  const affine = once(() => {
    const { scale, shift } = epilogue.kind === 'affine' ? epilogue : identity(filters);
    return ColumnAffine.of(scale, shift);
  });
  const finish = once(() => finisher(epilogue));
  const finished = <Pictures>(
    product: Products<Pictures>,
    x: Pictures,
    before: Positions,
    at: Positions,
  ): Value =>
    epilogue.kind === 'threshold'
      ? { kind: 'bits', matrix: product.toBits(x, before, epilogue.thresholds), at }
      : { kind: 'floats', matrix: product.toFloats(x, before, affine.get()), at };
  return {
    run(value: Value): Value {
      const at = convolvedPictures(window, value.at);
      if (value.kind === 'bits' && layer.weightKind === 'bits') {
        const result = finished(binary.get(), value.matrix, value.at, at);
        value.matrix.dispose();
        return result;
      }
      if (value.kind === 'bytes' && layer.weightKind !== 'float') {
        return finished(integer.get(), value.bytes, value.at, at);
      }
      const floats = value.kind === 'bits' ? value : toFloats(value);
      const sums = convolve(floats.matrix, operand.get(), window, value.at);
      floats.matrix.dispose();
      return finish.get().run(sums, at);
    },
    dispose() {
      for (const part of [binary, integer, operand, affine, finish]) part.dispose();
    },
  };
}

/** Something that is made at its first use, and freed if it was made. */
function once<Made extends { dispose(): void }>(make: () => Made) {
  let made: Made | undefined;
  return {
    get: (): Made => (made ??= keeping(make)),
    dispose(): void {
      made?.dispose();
      made = undefined;
    },
  };
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
