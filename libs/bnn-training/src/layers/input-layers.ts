import { BitMatrix, FloatMatrix, signBits } from '@onebit/bitwise-kernels';
import type { Value } from '../network/values.ts';
import type { Pass, TrainableLayer } from './layer.ts';
import { realsOf } from './reals.ts';

/** The layers that turn an input into bits or small integers: nothing in them is learned. */
abstract class InputLayer implements TrainableLayer {
  readonly parameters = [];
  readonly buffers = [];

  abstract forward(input: Value, pass: Pass): Value;

  backward(): undefined {
    return undefined;
  }
}

/** One bit a value: 1 where it is at least the threshold. */
export class InputSignLayer extends InputLayer {
  readonly #threshold: number;
  #shift: FloatMatrix | undefined;

  constructor(threshold: number) {
    super();
    this.#threshold = leastFloatFrom(threshold);
  }

  forward(input: Value, { scope }: Pass): Value {
    const x = realsOf(input, 'input-sign');
    // x - t rounds to no other sign than x - t has: floats below and above t stay apart.
    this.#shift ??= FloatMatrix.from(
      1,
      x.columns,
      new Float32Array(x.columns).fill(-this.#threshold),
    );
    const destination = scope.bits(x.rows, x.columns);
    const matrix = signBits(x, { shift: this.#shift, destination });
    return { kind: 'bits', matrix, layout: input.layout };
  }
}

/** The least 32-bit float that is at least a number: inputs reach one where they reach the other. */
function leastFloatFrom(value: number): number {
  const near = Math.fround(value);
  if (near >= value) return near;
  const float = Float32Array.of(near);
  const word = new Int32Array(float.buffer);
  // Words of negative floats count away from zero.
  word[0]! += near < 0 ? -1 : 1;
  return float[0]!;
}

/** Several bits a value, side by side: the i-th set where the value is at least the i-th threshold. */
export class InputThermometerLayer extends InputLayer {
  readonly #thresholds: readonly number[];

  constructor(thresholds: readonly number[]) {
    super();
    this.#thresholds = thresholds;
  }

  forward(input: Value, { scope }: Pass): Value {
    const { data, rows, columns } = realsOf(input, 'input-thermometer');
    const levels = this.#thresholds.length;
    const bytes = new Uint8Array(data.length * levels);
    for (let at = 0; at < data.length; at++) {
      for (let level = 0; level < levels; level++) {
        bytes[at * levels + level] = data[at]! >= this.#thresholds[level]! ? 1 : 0;
      }
    }
    const matrix = scope.hold(BitMatrix.fromBytes(rows, columns * levels, bytes));
    return { kind: 'bits', matrix, layout: input.layout };
  }
}

/** 8-bit integers, kept as floats: what the packed network computes with, to the same values. */
export class InputQuantiseLayer extends InputLayer {
  readonly #scale: number;
  readonly #offset: number;

  constructor(scale: number, offset: number) {
    super();
    this.#scale = scale;
    this.#offset = offset;
  }

  forward(input: Value, { scope }: Pass): Value {
    const x = realsOf(input, 'input-quantise');
    const matrix = scope.floats(x.rows, x.columns);
    const from = x.data;
    const { data } = matrix;
    for (let at = 0; at < data.length; at++) {
      const q = Math.round(this.#scale * from[at]! + this.#offset);
      data[at] = Math.max(-128, Math.min(127, q));
    }
    return { kind: 'reals', matrix, layout: input.layout };
  }
}
