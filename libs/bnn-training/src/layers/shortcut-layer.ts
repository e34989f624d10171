import {
  addScaled,
  averagePool,
  averagePoolGradient,
  type FloatMatrix,
  repeatChannels,
  repeatChannelsGradient,
} from '@onebit/bitwise-kernels';
import { backwardThrough } from '../network/backward.ts';
import { type Layout, rowsOf, type Value } from '../network/values.ts';
import type { Parameter, Pass, StateBuffer, TrainableLayer } from './layer.ts';
import { realsOf } from './reals.ts';

/** `y = body(x) + shortcut(x)`, the shortcut averaging where the body halves, repeating where it widens. */
export class ShortcutLayer implements TrainableLayer {
  readonly parameters: readonly Parameter[];
  readonly buffers: readonly StateBuffer[];
  readonly body: readonly TrainableLayer[];
  readonly #pool: 1 | 2;
  readonly #repeat: number;
  #layout: Layout | undefined;

  constructor(body: readonly TrainableLayer[], pool: 1 | 2, repeat: number) {
    this.body = body;
    this.#pool = pool;
    this.#repeat = repeat;
    this.parameters = body.flatMap((layer) => layer.parameters);
    this.buffers = body.flatMap((layer) => layer.buffers);
  }

  forward(input: Value, pass: Pass): Value {
    const { scope } = pass;
    const x = realsOf(input, 'shortcut');
    this.#layout = input.layout;
    const out = this.body.reduce((value, layer) => layer.forward(value, pass), input);
    const inside = realsOf(out, 'shortcut');
    const rows = rowsOf(out.layout);
    const pooled =
      this.#pool === 2
        ? averagePool(x, input.layout, { destination: scope.floats(rows, x.columns) })
        : x;
    const columns = x.columns * this.#repeat;
    const around =
      this.#repeat > 1
        ? repeatChannels(pooled, this.#repeat, { destination: scope.floats(rows, columns) })
        : pooled;
    const matrix = addScaled(inside, around, 1, { destination: scope.floats(rows, columns) });
    for (const passed of [pooled, around]) if (passed !== x) scope.release(passed);
    return { kind: 'reals', matrix, layout: out.layout };
  }

  backward(gradient: FloatMatrix, pass: Pass): FloatMatrix {
    const { scope } = pass;
    const through = backwardThrough(this.body, gradient, pass, false);
    const rows = gradient.rows;
    const columns = gradient.columns / this.#repeat;
    const narrow =
      this.#repeat > 1
        ? repeatChannelsGradient(gradient, this.#repeat, {
            destination: scope.floats(rows, columns),
          })
        : gradient;
    const layout = this.#layout!;
    const around =
      this.#pool === 2
        ? averagePoolGradient(narrow, layout, {
            destination: scope.floats(rowsOf(layout), columns),
          })
        : narrow;
    if (!through) return around;
    const sum = addScaled(through, around, 1, {
      destination: scope.floats(through.rows, through.columns),
    });
    for (const passed of [through, narrow, around]) if (passed !== gradient) scope.release(passed);
    return sum;
  }
}
