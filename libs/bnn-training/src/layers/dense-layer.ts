import {
  addToColumns,
  bitsByBits,
  bitsByFloat,
  columnSums,
  floatByBits,
  floatProduct,
  inputGradient,
  signBits,
  weightGradient,
  type BitMatrix,
  type FloatMatrix,
} from '@onebit/bitwise-kernels';
import type { DenseBlueprint } from '../blueprint/blueprint.ts';
import type { Random } from '../network/random.ts';
import type { Pass, TrainableLayer, Parameter } from './layer.ts';
import type { Value } from '../network/values.ts';
import { setGradient, channelVector, latentWeights, realWeights } from './parameters.ts';

/**
 * `y = W x` for every pairing of bits and floats, plus a bias for real weights where asked. With
 * 1-bit weights or 1-bit inputs each of the three products of a step has a bit operand.
 */
export class DenseLayer implements TrainableLayer {
  readonly parameters: readonly Parameter[];
  readonly buffers = [];
  readonly #weights: Parameter;
  readonly #bias: Parameter | undefined;
  readonly #first: boolean;
  #bits: BitMatrix | undefined;
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
    this.#weights = make(`${name}.weights`, blueprint.outputs, inputs, random);
    this.#bias = blueprint.bias ? channelVector(`${name}.bias`, blueprint.outputs, 0) : undefined;
    this.#first = first;
    this.parameters = this.#bias ? [this.#weights, this.#bias] : [this.#weights];
  }

  forward(input: Value, { scope }: Pass): Value {
    this.#input = input;
    const { value, latent } = this.#weights;
    const destination = scope.floats(input.matrix.rows, value.rows);
    let matrix: FloatMatrix;
    if (latent) {
      const bits = signBits(value, { destination: scope.bits(value.rows, value.columns) });
      this.#bits = bits;
      matrix =
        input.kind === 'reals'
          ? floatByBits(input.matrix, bits, { destination })
          : bitsByBits(input.matrix, bits, { destination });
    } else {
      matrix =
        input.kind === 'reals'
          ? floatProduct(input.matrix, value, { transposeRight: true, destination })
          : bitsByFloat(input.matrix, value, { destination });
    }
    if (this.#bias) addToColumns(matrix, this.#bias.value, { destination: matrix });
    return { kind: 'reals', matrix, layout: input.layout };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix | undefined {
    const { matrix, kind } = this.#input!;
    const { value, gradient: into, latent } = this.#weights;
    if (this.#bias) setGradient(this.#bias, columnSums(gradient));
    if (kind === 'bits') weightGradient(gradient, matrix, { destination: into });
    else floatProduct(gradient, matrix, { transposeLeft: true, destination: into });
    if (this.#first) return undefined;
    const destination = scope.floats(matrix.rows, matrix.columns);
    return latent
      ? inputGradient(gradient, this.#bits!, { destination })
      : floatProduct(gradient, value, { destination });
  }
}
