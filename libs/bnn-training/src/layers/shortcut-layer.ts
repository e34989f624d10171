import {
  addScaled,
  averagePool,
  averagePoolGradient,
  type FloatMatrix,
  repeatChannels,
  repeatChannelsGradient,
} from '@onebit/bitwise-kernels';
import type { Layout, Value } from '../network/values.ts';
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
    const pooled = this.#pool === 2 ? scope.hold(averagePool(x, input.layout)) : x;
    const around = this.#repeat > 1 ? scope.hold(repeatChannels(pooled, this.#repeat)) : pooled;
    const matrix = scope.hold(addScaled(realsOf(out, 'shortcut'), around));
    return { kind: 'reals', matrix, layout: out.layout };
  }

  backward(gradient: FloatMatrix, pass: Pass): FloatMatrix {
    const { scope } = pass;
    let through: FloatMatrix | undefined = gradient;
    for (const layer of [...this.body].reverse())
      through = through && layer.backward(through, pass);
    const narrow =
      this.#repeat > 1 ? scope.hold(repeatChannelsGradient(gradient, this.#repeat)) : gradient;
    const around =
      this.#pool === 2 ? scope.hold(averagePoolGradient(narrow, this.#layout!)) : narrow;
    return through ? scope.hold(addScaled(through, around)) : around;
  }
}
