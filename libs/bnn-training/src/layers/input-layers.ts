import { BitMatrix, FloatMatrix } from '@onebit/bitwise-kernels';
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

  constructor(threshold: number) {
    super();
    this.#threshold = threshold;
  }

  forward(input: Value, { scope }: Pass): Value {
    const { data, rows, columns } = realsOf(input, 'input-sign');
    const bytes = Uint8Array.from(data, (value) => (value >= this.#threshold ? 1 : 0));
    const matrix = scope.hold(BitMatrix.fromBytes(rows, columns, bytes));
    return { kind: 'bits', matrix, layout: input.layout };
  }
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
    const matrix = scope.hold(FloatMatrix.create(x.rows, x.columns));
    const from = x.data;
    const { data } = matrix;
    for (let at = 0; at < data.length; at++) {
      const q = Math.round(this.#scale * from[at]! + this.#offset);
      data[at] = Math.max(-128, Math.min(127, q));
    }
    return { kind: 'reals', matrix, layout: input.layout };
  }
}
