import { type FloatMatrix, globalMean, globalMeanGradient } from '@onebit/bitwise-kernels';
import { floatsOfBits, type Layout, rowsOf, type Value } from '../network/values.ts';
import type { Pass, TrainableLayer } from './layer.ts';
import { realsOf } from './reals.ts';

/** Mean over all positions of a sample. */
export class GlobalMeanLayer implements TrainableLayer {
  readonly parameters = [];
  readonly buffers = [];
  #layout: Layout | undefined;

  forward(input: Value, { scope }: Pass): Value {
    this.#layout = input.layout;
    const x = realsOf(input, 'global-mean');
    const { count } = input.layout;
    const destination = scope.floats(count, x.columns);
    const matrix = globalMean(x, input.layout, { destination });
    return { kind: 'reals', matrix, layout: { count, height: 1, width: 1 } };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    const layout = this.#layout!;
    const destination = scope.floats(rowsOf(layout), gradient.columns);
    return globalMeanGradient(gradient, layout, { destination });
  }
}

/** All positions and channels of a sample as one row. */
export class FlattenLayer implements TrainableLayer {
  readonly parameters = [];
  readonly buffers = [];
  #shape: readonly [rows: number, columns: number] = [0, 0];

  forward(input: Value, { scope }: Pass): Value {
    const { count, height, width } = input.layout;
    const { rows, columns } = input.matrix;
    const reals =
      input.kind === 'reals'
        ? input.matrix
        : floatsOfBits(input.matrix, scope.floats(rows, columns));
    this.#shape = [rows, columns];
    const matrix = reals.reshaped(count, height * width * columns);
    return { kind: 'reals', matrix, layout: { count, height: 1, width: 1 } };
  }

  backward(gradient: FloatMatrix): FloatMatrix {
    return gradient.reshaped(...this.#shape);
  }
}
