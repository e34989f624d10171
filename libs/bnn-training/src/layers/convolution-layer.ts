import {
  addToColumns,
  columnSums,
  convolutionInputGradient,
  convolutionWeightGradient,
  convolve,
  convolvedPictures,
  type BitMatrix,
  type ConvolutionWindow,
  type FloatMatrix,
  signBits,
} from '@onebit/bitwise-kernels';
import type { Conv1dBlueprint, Conv2dBlueprint } from '../blueprint/blueprint.ts';
import type { Random } from '../network/random.ts';
import { rowsOf, type Value } from '../network/values.ts';
import type { Parameter, Pass, TrainableLayer } from './layer.ts';
import { setGradient, channelVector, latentWeights, realWeights } from './parameters.ts';

/** A convolution over pictures or over time, with bits or floats on either side. */
export class ConvolutionLayer implements TrainableLayer {
  readonly parameters: readonly Parameter[];
  readonly buffers = [];
  /** Shape of a sample after this layer. */
  readonly outputShape: readonly number[];
  readonly #window: ConvolutionWindow;
  readonly #weights: Parameter;
  readonly #bias: Parameter | undefined;
  readonly #first: boolean;
  #bits: BitMatrix | undefined;
  #input: Value | undefined;

  /**
   * @param shape - of a sample: `[time, channels]` or `[height, width, channels]`
   * @param first - whether nothing before this layer learns, so that no gradient is needed there
   */
  constructor(
    name: string,
    blueprint: Conv1dBlueprint | Conv2dBlueprint,
    shape: readonly number[],
    first: boolean,
    random: Random,
  ) {
    const channels = shape[shape.length - 1]!;
    const overTime = blueprint.op === 'conv1d';
    this.#window = overTime ? timeWindow(blueprint) : pictureWindow(blueprint);
    const size = { count: 1, height: shape[0]!, width: overTime ? 1 : shape[1]! };
    const { height, width } = convolvedPictures(this.#window, size);
    this.outputShape = overTime ? [height, blueprint.filters] : [height, width, blueprint.filters];
    const taps = overTime ? blueprint.taps : blueprint.kernel ** 2;
    const make = blueprint.precision === 'binary' ? latentWeights : realWeights;
    this.#weights = make(`${name}.weights`, blueprint.filters, taps * channels, random);
    const biased = overTime && blueprint.bias === true;
    this.#bias = biased ? channelVector(`${name}.bias`, blueprint.filters, 0) : undefined;
    this.#first = first;
    this.parameters = this.#bias ? [this.#weights, this.#bias] : [this.#weights];
  }

  forward(input: Value, { scope }: Pass): Value {
    this.#input = input;
    const { value, latent } = this.#weights;
    const signs = latent ? scope.bits(value.rows, value.columns) : undefined;
    this.#bits = signs && signBits(value, { destination: signs });
    const layout = convolvedPictures(this.#window, input.layout);
    const destination = scope.floats(rowsOf(layout), value.rows);
    const matrix = convolve(input.matrix, this.#operand, this.#window, input.layout, {
      destination,
    });
    if (this.#bias) addToColumns(matrix, this.#bias.value, { destination: matrix });
    return { kind: 'reals', matrix, layout };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix | undefined {
    const { matrix, layout } = this.#input!;
    convolutionWeightGradient(gradient, matrix, this.#window, layout, {
      destination: this.#weights.gradient,
    });
    if (this.#bias) setGradient(this.#bias, columnSums(gradient));
    if (this.#first) return undefined;
    const destination = scope.floats(matrix.rows, matrix.columns);
    return convolutionInputGradient(gradient, this.#operand, this.#window, layout, { destination });
  }

  get #operand(): FloatMatrix | BitMatrix {
    return this.#bits ?? this.#weights.value;
  }
}

function pictureWindow(blueprint: Conv2dBlueprint): ConvolutionWindow {
  const { kernel, stride, padding, padValue } = blueprint;
  return { kernel, stride, padding, outside: padValue === 1 ? 1 : 0 };
}

function timeWindow(blueprint: Conv1dBlueprint): ConvolutionWindow {
  const { taps, dilation, causal, padValue } = blueprint;
  const reach = (taps - 1) * dilation;
  const after = causal ? 0 : Math.floor(reach / 2);
  return {
    kernel: [taps, 1],
    dilation: [dilation, 1],
    padding: [reach - after, after, 0, 0],
    outside: padValue === 1 ? 1 : 0,
  };
}
