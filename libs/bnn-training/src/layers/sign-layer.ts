import type { FloatMatrix } from '@onebit/bitwise-kernels';
import { addToColumns, columnSums, signBits, signGradient } from '@onebit/bitwise-kernels';
import type { Value } from '../network/values.ts';
import type { Parameter, Pass, TrainableLayer } from './layer.ts';
import { setGradient, channelVector } from './parameters.ts';
import { realsOf } from './reals.ts';

/** A straight-through sign, or the soft sign of a real-valued twin, with a learned shift before. */
abstract class ShiftedSign implements TrainableLayer {
  readonly parameters: readonly Parameter[];
  readonly buffers = [];
  protected readonly shift: Parameter | undefined;
  protected input: FloatMatrix | undefined;
  readonly #estimator: 'clipped' | 'quadratic';

  constructor(name: string, channels: number, shift: boolean, estimator: 'clipped' | 'quadratic') {
    this.shift = shift ? channelVector(`${name}.shift`, channels, 0) : undefined;
    this.parameters = this.shift ? [this.shift] : [];
    this.#estimator = estimator;
  }

  abstract forward(input: Value, pass: Pass): Value;

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    const before = signGradient(gradient, this.input!, {
      estimator: this.#estimator,
      shift: this.shift?.value,
      destination: scope.floats(gradient.rows, gradient.columns),
    });
    if (this.shift) setGradient(this.shift, columnSums(before));
    return before;
  }
}

/** `sign(x + shift)`: reals to bits. */
export class SignLayer extends ShiftedSign {
  forward(input: Value, { scope }: Pass): Value {
    this.input = realsOf(input, 'sign');
    const matrix = signBits(this.input, {
      destination: scope.bits(this.input.rows, this.input.columns),
      ...(this.shift && { shift: this.shift.value }),
    });
    return { kind: 'bits', matrix, layout: input.layout };
  }
}

/** `clip(x + shift, -1, 1)`: the sign of a real-valued twin. */
export class SoftSignLayer extends ShiftedSign {
  constructor(name: string, channels: number, shift: boolean) {
    super(name, channels, shift, 'clipped');
  }

  forward(input: Value, { scope }: Pass): Value {
    this.input = realsOf(input, 'soft-sign');
    const destination = scope.floats(this.input.rows, this.input.columns);
    const shifted = this.shift
      ? addToColumns(this.input, this.shift.value, { destination })
      : this.input;
    const from = shifted.data;
    const { data } = destination;
    for (let at = 0; at < from.length; at++) {
      const value = from[at]!;
      data[at] = value > 1 ? 1 : value < -1 ? -1 : value;
    }
    return { kind: 'reals', matrix: destination, layout: input.layout };
  }
}
