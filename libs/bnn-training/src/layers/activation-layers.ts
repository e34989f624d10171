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
import { addGradient, channelVector } from './parameters.ts';
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
    const matrix = scope.hold(leakyRelu(this.#input, this.#state));
    return { kind: 'reals', matrix, layout: input.layout };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    const found = leakyReluGradient(gradient, this.#input!, this.#state);
    addGradient(this.#slope, found.slope);
    if (this.#shift) addGradient(this.#shift, found.shift);
    if (this.#bias) addGradient(this.#bias, found.bias);
    return scope.hold(found.x);
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
    return { kind: 'reals', matrix: scope.hold(relu(this.#input)), layout: input.layout };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    return scope.hold(reluGradient(gradient, this.#input!));
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
    const mask = scope.hold(x.clone());
    const { data } = mask;
    const kept = 1 / (1 - this.#share);
    for (let at = 0; at < data.length; at++) data[at] = random.uniform() < this.#share ? 0 : kept;
    this.#mask = mask;
    return { kind: 'reals', matrix: scope.hold(multiplied(x, mask)), layout: input.layout };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    return this.#share === 0 ? gradient : scope.hold(multiplied(gradient, this.#mask!));
  }
}
