import type { FloatMatrix } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import type { Blueprint } from '../blueprint/blueprint.ts';
import type { TwinBlueprint } from '../blueprint/real-twin.ts';
import type { Parameter, StateBuffer, TrainableLayer } from '../layers/layer.ts';
import { realsOf } from '../layers/reals.ts';
import { buildLayers } from './build-layers.ts';
import { Random } from './random.ts';
import { backwardThrough } from './backward.ts';
import { Scope } from './scope.ts';
import { type Layout, rowsOf, type Value } from './values.ts';

/** A network while it is trained: latent weights, running statistics, forward and backward. */
export class TrainableNetwork {
  readonly blueprint: Blueprint | TwinBlueprint;
  readonly layers: readonly TrainableLayer[];
  readonly parameters: readonly Parameter[];
  readonly buffers: readonly StateBuffer[];
  readonly random: Random;
  readonly #scope = new Scope();
  /** Rows of the batches that the scope's matrices are made for. */
  #rows = 0;

  /**
   * Builds a network with fresh weights.
   *
   * @param blueprint - the layout, or its real-valued twin
   * @param seed - of the weights and of dropout
   * @throws OnebitError `model-description-invalid` where a layer cannot follow the one before it
   */
  constructor(blueprint: Blueprint | TwinBlueprint, seed: number) {
    this.blueprint = blueprint;
    this.random = new Random(seed);
    this.layers = buildLayers(blueprint, this.random);
    this.parameters = this.layers.flatMap((layer) => layer.parameters);
    this.buffers = this.layers.flatMap((layer) => layer.buffers);
  }

  /**
   * One forward and one backward pass: every parameter's gradient is that of this batch.
   *
   * @param samples - `count` samples, one after the other
   * @param count - at least 1
   * @param loss - from the scores of the batch to their gradient
   */
  trainOn(
    samples: Float32Array,
    count: number,
    loss: (scores: FloatMatrix) => { loss: number; gradient: FloatMatrix },
  ): number {
    const scope = this.#scopeFor(count);
    try {
      const pass = { training: true, scope, random: this.random };
      const scores = this.#scores(this.#input(samples, count, scope), pass);
      const found = loss(scores);
      backwardThrough(this.layers, scope.hold(found.gradient), pass, true);
      return found.loss;
    } finally {
      scope.end();
    }
  }

  /**
   * The scores of a batch with running statistics, as the packed network will give them.
   *
   * @returns `count` rows, or one row a position for networks over time
   */
  infer(samples: Float32Array, count: number): Float32Array {
    const scope = new Scope();
    try {
      const pass = { training: false, scope, random: this.random };
      return this.#scores(this.#input(samples, count, scope), pass).data.slice();
    } finally {
      scope.dispose();
    }
  }

  /** Frees weights and gradients. */
  dispose(): void {
    for (const { value, gradient } of this.parameters) {
      value.dispose();
      gradient.dispose();
    }
    for (const { value } of this.buffers) value.dispose();
    this.#scope.dispose();
  }

  /** Matrices of another batch size would only lie about. */
  #scopeFor(count: number): Scope {
    const rows = rowsOf(inputLayout(this.blueprint.input.shape, count));
    if (rows !== this.#rows) this.#scope.dispose();
    this.#rows = rows;
    return this.#scope;
  }

  #input(samples: Float32Array, count: number, scope: Scope): Value {
    const { shape } = this.blueprint.input;
    const layout = inputLayout(shape, count);
    const matrix = scope.floats(rowsOf(layout), shape[shape.length - 1]!);
    if (samples.length !== matrix.rows * matrix.columns) {
      throw new OnebitError('size-mismatch', {
        expected: `${count} samples of ${shape.join(' x ')} numbers`,
        received: `${samples.length} numbers`,
        hint: 'Give complete samples, one after the other.',
      });
    }
    matrix.data.set(samples);
    return { kind: 'reals', matrix, layout };
  }

  #scores(input: Value, pass: Parameters<TrainableLayer['forward']>[1]): FloatMatrix {
    const out = this.layers.reduce((value, layer) => layer.forward(value, pass), input);
    return realsOf(out, 'the output');
  }
}

/** `[features]`, `[time, channels]` or `[height, width, channels]` as rows of positions. */
function inputLayout(shape: readonly number[], count: number): Layout {
  if (shape.length === 1) return { count, height: 1, width: 1 };
  if (shape.length === 2) return { count, height: shape[0]!, width: 1 };
  return { count, height: shape[0]!, width: shape[1]! };
}
