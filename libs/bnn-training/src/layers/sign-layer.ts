import type { FloatMatrix } from '@onebit/bitwise-kernels';
import { addToColumns, columnSums, signBits, signGradient } from '@onebit/bitwise-kernels';
import type { Value } from '../network/values.ts';
import type { Parameter, Pass, TrainableLayer } from './layer.ts';
import { addGradient, channelVector } from './parameters.ts';
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
    const options = { estimator: this.#estimator, ...(this.shift && { shift: this.shift.value }) };
    const before = scope.hold(signGradient(gradient, this.input!, options));
    if (this.shift) addGradient(this.shift, columnSums(before));
    return before;
  }
}

/** `sign(x + shift)`: reals to bits. */
export class SignLayer extends ShiftedSign {
  forward(input: Value, { scope }: Pass): Value {
    this.input = realsOf(input, 'sign');
    const bits = signBits(this.input, this.shift && { shift: this.shift.value });
    return { kind: 'bits', matrix: scope.hold(bits), layout: input.layout };
  }
}

/** `clip(x + shift, -1, 1)`: the sign of a real-valued twin. */
export class SoftSignLayer extends ShiftedSign {
  constructor(name: string, channels: number, shift: boolean) {
    super(name, channels, shift, 'clipped');
  }

  forward(input: Value, { scope }: Pass): Value {
    this.input = realsOf(input, 'soft-sign');
    const y = this.shift
      ? scope.hold(addToColumns(this.input, this.shift.value))
      : scope.hold(this.input.clone());
    const { data } = y;
    for (let at = 0; at < data.length; at++) data[at] = Math.max(-1, Math.min(1, data[at]!));
    return { kind: 'reals', matrix: y, layout: input.layout };
  }
}
