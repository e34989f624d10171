import {
  addToColumns,
  bitsByFloat,
  columnSums,
  floatByBits,
  floatProduct,
  FloatMatrix,
  inputGradient,
  signBits,
  weightGradient,
  BinaryProduct,
  type BitMatrix,
} from '@onebit/bitwise-kernels';
import type { DenseBlueprint } from '../blueprint/blueprint.ts';
import type { Random } from '../network/random.ts';
import type { Pass, TrainableLayer, Parameter } from './layer.ts';
import type { Value } from '../network/values.ts';
import { addGradient, channelVector, latentWeights, realWeights } from './parameters.ts';

/**
 * The products of a dense layer over rows, forward and backward, for every pairing of bits and
 * floats. With 1-bit weights or 1-bit inputs each of the three products has a bit operand.
 */
export class RowProducts {
  readonly weights: Parameter;
  readonly #binary: boolean;
  #bits: BitMatrix | undefined;

  constructor(weights: Parameter) {
    this.weights = weights;
    this.#binary = weights.latent;
  }

  forward(input: Value, { scope }: Pass): FloatMatrix {
    const { value } = this.weights;
    if (!this.#binary) {
      return scope.hold(
        input.kind === 'bits'
          ? bitsByFloat(input.matrix, value)
          : floatProduct(input.matrix, value, { transposeRight: true }),
      );
    }
    const bits = scope.hold(signBits(value));
    this.#bits = bits;
    if (input.kind === 'reals') return scope.hold(floatByBits(input.matrix, bits));
    return scope.hold(productOfBits(input.matrix, bits));
  }

  backward(gradient: FloatMatrix, input: Value, { scope }: Pass): FloatMatrix {
    const { value, gradient: into } = this.weights;
    const onto = { destination: into, accumulate: true };
    if (input.kind === 'bits') weightGradient(gradient, input.matrix, onto);
    else floatProduct(gradient, input.matrix, { transposeLeft: true, ...onto });
    return scope.hold(
      this.#binary ? inputGradient(gradient, this.#bits!) : floatProduct(gradient, value),
    );
  }
}

function productOfBits(x: BitMatrix, weights: BitMatrix): FloatMatrix {
  const product = BinaryProduct.prepare(weights);
  const out = FloatMatrix.create(x.rows, weights.rows);
  const one = new Float32Array(weights.rows).fill(1);
  try {
    return product.toFloat(x, one, new Float32Array(weights.rows), out);
  } finally {
    product.dispose();
  }
}

/** `y = W x`, plus a bias for real weights where asked. */
export class DenseLayer implements TrainableLayer {
  readonly parameters: readonly Parameter[];
  readonly buffers = [];
  readonly #products: RowProducts;
  readonly #bias: Parameter | undefined;
  readonly #first: boolean;
  #input: Value | undefined;

  /**
   * @param inputs - features of a row
   * @param first - whether nothing before this layer learns, so that no gradient is needed there
   */
  constructor(
    name: string,
    blueprint: DenseBlueprint,
    inputs: number,
    first: boolean,
    random: Random,
  ) {
    const make = blueprint.precision === 'binary' ? latentWeights : realWeights;
    const weights = make(`${name}.weights`, blueprint.outputs, inputs, random);
    this.#products = new RowProducts(weights);
    this.#bias = blueprint.bias ? channelVector(`${name}.bias`, blueprint.outputs, 0) : undefined;
    this.#first = first;
    this.parameters = this.#bias ? [weights, this.#bias] : [weights];
  }

  forward(input: Value, pass: Pass): Value {
    this.#input = input;
    const matrix = this.#products.forward(input, pass);
    if (this.#bias) addToColumns(matrix, this.#bias.value, { destination: matrix });
    return { kind: 'reals', matrix, layout: input.layout };
  }

  backward(gradient: FloatMatrix, pass: Pass): FloatMatrix | undefined {
    if (this.#bias) addGradient(this.#bias, columnSums(gradient));
    const before = this.#products.backward(gradient, this.#input!, pass);
    return this.#first ? undefined : before;
  }
}
