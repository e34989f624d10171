import { FloatMatrix } from '@onebit/bitwise-kernels';
import type { Blueprint } from '../blueprint/blueprint.ts';
import type { TwinBlueprint } from '../blueprint/real-twin.ts';
import type { Parameter, StateBuffer, TrainableLayer } from '../layers/layer.ts';
import { realsOf } from '../layers/reals.ts';
import { buildLayers } from './build-layers.ts';
import { Random } from './random.ts';
import { type Layout, Scope, type Value } from './values.ts';

/** A network while it is trained: latent weights, running statistics, forward and backward. */
export class TrainableNetwork {
  readonly blueprint: Blueprint | TwinBlueprint;
  readonly layers: readonly TrainableLayer[];
  readonly parameters: readonly Parameter[];
  readonly buffers: readonly StateBuffer[];
  readonly random: Random;

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
   * One forward and, where a loss is given, one backward pass; gradients are added up.
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
    const scope = new Scope();
    try {
      const pass = { training: true, scope, random: this.random };
      const scores = this.#scores(this.#input(samples, count, scope), pass);
      const found = loss(scores);
      scope.hold(found.gradient);
      let gradient: FloatMatrix | undefined = found.gradient;
      for (const layer of [...this.layers].reverse()) {
        gradient = gradient && layer.backward(gradient, pass);
      }
      return found.loss;
    } finally {
      scope.dispose();
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
  }

  #input(samples: Float32Array, count: number, scope: Scope): Value {
    const layout = inputLayout(this.blueprint.input.shape, count);
    const rows = layout.count * layout.height * layout.width;
    const matrix = scope.hold(FloatMatrix.from(rows, samples.length / rows, samples));
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
