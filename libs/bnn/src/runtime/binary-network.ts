import { withTemporaries } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import type { NetworkDescription } from '../description/network.ts';
import { signalAfter } from '../description/signals.ts';
import { type Model, readModel } from '../model-file/model.ts';
import { compileLayers, sequenceOf } from './compile.ts';
import { NetworkStream } from './stream.ts';
import { type NetworkInput, type Step, toFloats, valueOf } from './value.ts';

/**
 * A network made ready to run: weights packed as the kernels want them, layers joined to steps.
 *
 * @example
 * ```ts
 * import { BinaryNetwork, packWeights, readModel, writeModel } from '@onebit/bnn';
 * const file = writeModel(
 *   {
 *     formatVersion: 1,
 *     id: 'majority',
 *     task: 'example',
 *     input: { kind: 'levels', shape: [3] },
 *     layers: [
 *       { op: 'sign', threshold: 128 },
 *       { op: 'dense', weights: 'w', weightKind: 'bits', inputs: 3, outputs: 1 },
 *     ],
 *     labels: ['bright minus dark'],
 *     provenance: { command: 'by hand', licence: 'MIT' },
 *   },
 *   new Map([['w', packWeights([1, 1, 1], 1)]]),
 * );
 * const network = BinaryNetwork.compile(readModel(file));
 * console.log([...network.run(Uint8Array.of(200, 10, 220, 0, 0, 255))]); // [ 1, -1 ]
 * network.dispose();
 * ```
 */
export class BinaryNetwork {
  readonly model: Model;
  /** Numbers of one sample. */
  readonly inputs: number;
  /** Numbers of one answer. */
  readonly outputs: number;
  readonly #plan: Step;
  #disposed = false;

  private constructor(model: Model) {
    const { input, layers, wordOrder } = model.network;
    if (wordOrder) {
      throw new OnebitError('model-description-invalid', {
        expected: 'a network whose layers are all there is to it',
        received: 'one that hears the order of words beside them',
        hint: 'Load the model with EmotionClassifier.',
      });
    }
    this.model = model;
    this.inputs = sizeOf(input.shape);
    this.outputs = sizeOf(signalAfter(layers, input).shape);
    this.#plan = sequenceOf(compileLayers(layers, input, model.tensors));
  }

  /** Reads a model file and compiles it. */
  static load(file: Uint8Array): BinaryNetwork {
    return BinaryNetwork.compile(readModel(file));
  }

  /**
   * Compiles a model once for any number of runs.
   *
   * @param model - as `readModel` gives it
   * @throws OnebitError `memory-exhausted`
   */
  static compile(model: Model): BinaryNetwork {
    return new BinaryNetwork(model);
  }

  /** The description that the network was compiled from. */
  get description(): NetworkDescription {
    return this.model.network;
  }

  /**
   * Runs the network on a batch.
   *
   * @param batch - samples one after the other, `inputs` numbers each, channels fastest
   * @returns answers one after the other, `outputs` numbers each
   * @throws OnebitError `size-mismatch` where the batch is no whole number of samples
   */
  run(batch: NetworkInput): Float32Array {
    this.#use();
    const count = batch.length / this.inputs;
    if (!Number.isInteger(count) || count < 1) {
      throw new OnebitError('size-mismatch', {
        expected: `a whole number of samples of ${this.inputs} numbers (${this.model.network.input.shape.join(' x ')})`,
        received: `${batch.length} numbers`,
        hint: 'Give complete samples, one after the other.',
      });
    }
    return this.#answer(batch, count, this.model.network.input.shape);
  }

  /**
   * Runs a network over time on a whole signal of any length.
   *
   * @param signal - frames one after the other
   * @returns one answer a frame
   * @throws OnebitError `value-invalid` where the network is not over time, `size-mismatch`
   */
  runSignal(signal: NetworkInput): Float32Array {
    this.#use();
    const channels = this.#frameSize();
    const frames = signal.length / channels;
    if (!Number.isInteger(frames) || frames < 1) {
      throw new OnebitError('size-mismatch', {
        expected: `whole frames of ${channels} numbers`,
        received: `${signal.length} numbers`,
        hint: 'Give complete frames, one after the other.',
      });
    }
    return this.#answer(signal, 1, [frames, channels]);
  }

  /**
   * Starts a signal that comes piece by piece; the answers are those of {@link runSignal}, bit for
   * bit, each as soon as the frames it depends on are there.
   *
   * @throws OnebitError `value-invalid` where the network is not over time
   */
  stream(): NetworkStream {
    this.#use();
    this.#frameSize();
    return new NetworkStream(this.model);
  }

  /** Gives the memory of the weights back. A second call does nothing. */
  dispose(): void {
    if (!this.#disposed) this.#plan.dispose();
    this.#disposed = true;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #answer(batch: NetworkInput, count: number, shape: readonly number[]): Float32Array {
    return withTemporaries(
      () => toFloats(this.#plan.run(valueOf(batch, count, shape))).matrix.data.slice(), // a copy
    );
  }

  #frameSize(): number {
    const { shape } = this.model.network.input;
    if (shape.length === 2) return shape[1]!;
    throw new OnebitError('value-invalid', {
      expected: 'a network over time, with input [time, channels]',
      received: `input [${shape.join(', ')}]`,
      hint: 'Use run for networks of single samples.',
    });
  }

  #use(): void {
    if (!this.#disposed) return;
    throw new OnebitError('used-after-dispose', {
      expected: 'a network in use',
      received: 'one that was disposed',
      hint: 'Compile the model again.',
    });
  }
}

const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, side) => product * side, 1);
