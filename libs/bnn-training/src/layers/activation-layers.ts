import {
  type FloatMatrix,
  leakyRelu,
  leakyReluGradient,
  multiplied,
  relu,
  reluGradient,
} from '@onebit/bitwise-kernels';
import type { Value } from '../network/values.ts';
import type { Parameter, Pass, TrainableLayer } from './layer.ts';
import { setGradient, channelVector } from './parameters.ts';
import { realsOf } from './reals.ts';

/** PReLU, between learned shifts where asked. */
export class PreluLayer implements TrainableLayer {
  readonly parameters: readonly Parameter[];
  readonly buffers = [];
  readonly #slope: Parameter;
  readonly #shift: Parameter | undefined;
  readonly #bias: Parameter | undefined;
  #input: FloatMatrix | undefined;

  constructor(name: string, channels: number, shifts: boolean) {
    this.#slope = channelVector(`${name}.slope`, channels, 0.25);
    this.#shift = shifts ? channelVector(`${name}.before`, channels, 0) : undefined;
    this.#bias = shifts ? channelVector(`${name}.after`, channels, 0) : undefined;
    this.parameters = [
      this.#slope,
      ...(this.#shift && this.#bias ? [this.#shift, this.#bias] : []),
    ];
  }

  forward(input: Value, { scope }: Pass): Value {
    this.#input = realsOf(input, 'prelu');
    const destination = scope.floats(this.#input.rows, this.#input.columns);
    const matrix = leakyRelu(this.#input, this.#state, { destination });
    return { kind: 'reals', matrix, layout: input.layout };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    const destination = scope.floats(gradient.rows, gradient.columns);
    const found = leakyReluGradient(gradient, this.#input!, this.#state, { destination });
    setGradient(this.#slope, found.slope);
    if (this.#shift) setGradient(this.#shift, found.shift);
    if (this.#bias) setGradient(this.#bias, found.bias);
    return found.x;
  }

  get #state() {
    return { slope: this.#slope.value, shift: this.#shift?.value, bias: this.#bias?.value };
  }
}

/** max(x, 0). */
export class ReluLayer implements TrainableLayer {
  readonly parameters = [];
  readonly buffers = [];
  #input: FloatMatrix | undefined;

  forward(input: Value, { scope }: Pass): Value {
    this.#input = realsOf(input, 'relu');
    const destination = scope.floats(this.#input.rows, this.#input.columns);
    return { kind: 'reals', matrix: relu(this.#input, { destination }), layout: input.layout };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    const destination = scope.floats(gradient.rows, gradient.columns);
    return reluGradient(gradient, this.#input!, { destination });
  }
}

/** Inverted dropout: a share of the values becomes zero while training, the rest grows. */
export class DropoutLayer implements TrainableLayer {
  readonly parameters = [];
  readonly buffers = [];
  readonly #share: number;
  #mask: FloatMatrix | undefined;

  constructor(share: number) {
    this.#share = share;
  }

  forward(input: Value, { training, scope, random }: Pass): Value {
    const x = realsOf(input, 'dropout');
    if (!training || this.#share === 0) return input;
    const mask = scope.floats(x.rows, x.columns);
    const { data } = mask;
    const kept = 1 / (1 - this.#share);
    for (let at = 0; at < data.length; at++) data[at] = random.uniform() < this.#share ? 0 : kept;
    this.#mask = mask;
    const destination = scope.floats(x.rows, x.columns);
    return { kind: 'reals', matrix: multiplied(x, mask, { destination }), layout: input.layout };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    if (this.#share === 0) return gradient;
    const destination = scope.floats(gradient.rows, gradient.columns);
    return multiplied(gradient, this.#mask!, { destination });
  }
}
