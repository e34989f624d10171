import { type FloatMatrix, globalMean, globalMeanGradient } from '@onebit/bitwise-kernels';
import { floatsOfBits, type Layout, type Value } from '../network/values.ts';
import type { Pass, TrainableLayer } from './layer.ts';
import { realsOf } from './reals.ts';

/** Mean over all positions of a sample. */
export class GlobalMeanLayer implements TrainableLayer {
  readonly parameters = [];
  readonly buffers = [];
  #layout: Layout | undefined;

  forward(input: Value, { scope }: Pass): Value {
    this.#layout = input.layout;
    const matrix = scope.hold(globalMean(realsOf(input, 'global-mean'), input.layout));
    return { kind: 'reals', matrix, layout: { count: input.layout.count, height: 1, width: 1 } };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    return scope.hold(globalMeanGradient(gradient, this.#layout!));
  }
}

/** All positions and channels of a sample as one row. */
export class FlattenLayer implements TrainableLayer {
  readonly parameters = [];
  readonly buffers = [];
  #shape: readonly [rows: number, columns: number] = [0, 0];

  forward(input: Value, { scope }: Pass): Value {
    const { count, height, width } = input.layout;
    const reals = input.kind === 'reals' ? input.matrix : scope.hold(floatsOfBits(input.matrix));
    this.#shape = [reals.rows, reals.columns];
    const matrix = reals.reshaped(count, height * width * reals.columns);
    return { kind: 'reals', matrix, layout: { count, height: 1, width: 1 } };
  }

  backward(gradient: FloatMatrix): FloatMatrix {
    return gradient.reshaped(...this.#shape);
  }
}
