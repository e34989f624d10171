import type { Random } from '@onebit/bnn-training';
import type { Tensor, TensorFlow, Variable } from './tensors.ts';

/** Texts of a batch as word vectors, padded to the longest. */
export interface Batch {
  readonly texts: number;
  readonly steps: number;
  /** `[2, steps * texts, depth]`: time-major, as read forwards and backwards. */
  readonly inputs: Float32Array;
  /** `[2, steps, texts]`: 1 where there is a word. */
  readonly present: Float32Array;
}

/** Sizes of a network. */
export interface NetworkShape {
  /** Components of a word vector. */
  readonly depth: number;
  /** Units a direction. */
  readonly units: number;
  /** Log-odds or softmax logits that the outputs begin at: steps of Adam would take epochs to get there. */
  readonly beginAt: Float32Array;
  /** Whether the encoder's weights are signs times one scale a column. */
  readonly oneBit: boolean;
}

/** Far below every attention score: what is not there gets no share. */
const NOWHERE = 1e9;

/**
 * The encoder of He and Xia (NLPCC 2018) with its heads: a bidirectional LSTM, attention over its
 * states, one linear output a label. With `oneBit` every matrix of the encoder is used as its signs
 * times the mean size of each column, with straight-through gradients; the heads stay reals.
 */
export class AttentionNetwork {
  readonly shape: NetworkShape;
  /** The parameters, those of the heads last. */
  readonly variables: readonly Variable[];
  readonly #tf: TensorFlow;
  readonly #sign: (weights: Tensor) => Tensor;

  constructor(tf: TensorFlow, shape: NetworkShape, random: Random) {
    this.#tf = tf;
    this.shape = shape;
    const { depth, units, beginAt } = shape;
    const uniform = (size: number, ...dimensions: number[]): Variable => {
      const count = dimensions.reduce((product, length) => product * length, 1);
      const values = Float32Array.from({ length: count }, () => size * (2 * random.uniform() - 1));
      return tf.tidy(() => tf.variable(tf.tensor(values, dimensions)));
    };
    const glorot = (rows: number, columns: number): number => Math.sqrt(6 / (rows + columns));
    this.variables = [
      uniform(glorot(depth, 4 * units), 2, depth, 4 * units),
      uniform(glorot(units, 4 * units), 2, units, 4 * units),
      uniform(0, 2, 1, 4 * units),
      uniform(glorot(2 * units, 2 * units), 2 * units, 2 * units),
      uniform(0, 2 * units),
      uniform(0.1, 2 * units, 1),
      uniform(0.01, 2 * units, beginAt.length),
      tf.tidy(() => tf.variable(tf.tensor(beginAt, [beginAt.length]))),
    ];
    this.#sign = tf.customGrad((weights) => ({
      value: tf.where(
        tf.greaterEqual(weights, 0),
        tf.onesLike(weights),
        tf.onesLike(weights).neg(),
      ),
      gradFunc: (dy) => dy,
    }));
  }

  /** The weights of the heads `[2 * units, outputs]`. */
  get heads(): Variable {
    return this.variables.at(-2)!;
  }

  /** Log-odds `[texts, outputs]`. */
  logits({ texts, steps, inputs, present }: Batch): Tensor {
    const tf = this.#tf;
    const { depth, units } = this.shape;
    const [input, recurrent, shift, attend, attendShift, query, heads, bias] = this.variables as [
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
    ];
    const recurrentWeights = this.#weights(recurrent);
    const drive = tf
      .matMul(tf.tensor(inputs, [2, steps * texts, depth]), this.#weights(input))
      .add(shift)
      .reshape([2, steps, texts, 4 * units]);
    const drives = tf.unstack(drive, 1);
    const masks = tf.unstack(tf.tensor(present, [2, steps, texts, 1]), 1);
    let state = tf.zeros([2, texts, units]);
    let cell = state;
    const states = drives.map((driven, step) => {
      const sums = driven.add(tf.matMul(state, recurrentWeights));
      const gates = tf.slice(sums, [0, 0, 0], [2, texts, 3 * units]).sigmoid();
      const fresh = tf.slice(sums, [0, 0, 3 * units], [2, texts, units]).tanh();
      const gate = (index: number): Tensor =>
        tf.slice(gates, [0, 0, index * units], [2, texts, units]);
      cell = gate(0).mul(cell).add(gate(1).mul(fresh)).mul(masks[step]!);
      state = gate(2).mul(cell.tanh());
      return state;
    });
    const both = tf.stack(states, 0);
    const direction = (index: number): Tensor =>
      tf.slice(both, [0, index, 0, 0], [steps, 1, texts, units]).reshape([steps, texts, units]);
    const read = tf.concat([direction(0), tf.reverse(direction(1), 0)], 2);
    const scores = tf
      .matMul(
        tf
          .matMul(read.reshape([steps * texts, 2 * units]), this.#weights(attend))
          .add(attendShift)
          .tanh(),
        query,
      )
      .reshape([steps, texts]);
    const there = tf.tensor(present.subarray(0, steps * texts), [steps, texts]);
    const shares = tf
      .transpose(scores.sub(there.neg().add(1).mul(NOWHERE)), [1, 0])
      .softmax()
      .reshape([texts, 1, steps]);
    const text = tf.matMul(shares, tf.transpose(read, [1, 0, 2])).reshape([texts, 2 * units]);
    return tf.matMul(text, heads).add(bias);
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose();
  }

  #weights(latent: Variable): Tensor {
    if (!this.shape.oneBit) return latent;
    const axis = latent.shape.length - 2;
    return this.#sign(latent).mul(latent.abs().mean(axis, true));
  }
}
