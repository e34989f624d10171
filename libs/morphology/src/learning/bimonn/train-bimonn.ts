import type { FloatString } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import type { Slices } from '../../sequence/slices.ts';
import { type Pair, checkPairs } from '../pairs.ts';
import { SeededRandom } from '../seeded-random.ts';
import { Bimonn, NetworkRun } from './bimonn.ts';
import { exactOperator } from './threshold-unit.ts';
import { type LayerSettings, type LayerUnits, makeUnits } from './layer.ts';
import { type BatchShape, batchString, bytesOfAll, interiorOf } from './picture-batch.ts';
import type { UnitStart } from './unit-parameters.ts';

/** How {@link trainBimonn} learns. */
export interface BimonnSettings {
  /** From the picture to the result; the last layer has one channel. */
  readonly layers: readonly LayerSettings[];
  /** Gradient steps; by default 600. Fewer where every unit is exact and hardly an error is left. */
  readonly steps?: number;
  /** Pictures a step; by default 8. */
  readonly batch?: number;
  /** Step size of Adam; by default 0.2. */
  readonly rate?: number;
  /** `positive` are BiSE neurons, `free` plain convolutions with a sigmoid. By default `positive`. */
  readonly weights?: 'positive' | 'free';
  /**
   * Which side the layers start from, one list a start; by default both alternating orders of erosion
   * and dilation for several layers, and the middle for one and for free weights. Of several starts the one with the least
   * loss after a sixth of the steps goes on: a stack falls into an order early and stays there.
   */
  readonly starts?: readonly (readonly UnitStart[])[];
  /** Whole number: the same pairs, settings and seed give the same network. */
  readonly seed: number;
}

const TRIAL_SHARE = 1 / 6;
/** The end is looked for once in so many steps. */
const TEST_EVERY = 25;
/** Mean squared error at which a training ends early. */
const LEAST_LOSS = 1e-4;
/** How much of the running mean a step replaces. */
const LOSS_SHARE = 0.05;

/**
 * Trains a binary multi-channel morphological network (T. Aouad and H. Talbot, 2022) by Adam on the
 * cross-entropy of the after pictures. Sums and gradients run on the kernels, a batch at a time.
 *
 * @param pairs - of one size; pixels nearer to the frame than the windows reach together do not count
 * @param settings - layers, steps and seed
 * @returns slices to run, then the network
 * @throws OnebitError `value-invalid`, `size-mismatch`
 *
 * @example
 * ```ts
 * import { binarise, diskorect, pairsOf, sequence, trainBimonn } from '@onebit/morphology';
 * const pairs = pairsOf(sequence('dilate:hline3'), diskorect(20, 3));
 * const training = trainBimonn(pairs, { layers: [{ channels: 1, side: 3 }], steps: 300, seed: 1 });
 * let turn = training.next();
 * while (!turn.done) turn = training.next();
 * console.log(binarise(turn.value, 'nearest').toString()); // dilate:hline3(x)
 * ```
 */
export function* trainBimonn(pairs: readonly Pair[], settings: BimonnSettings): Slices<Bimonn> {
  const { layers, steps = 600, seed } = settings;
  const { starts = defaultStarts(layers.length, settings.weights) } = settings;
  checkSettings(pairs, settings, starts);
  const trial = starts.length === 1 ? 0 : Math.ceil(steps * TRIAL_SHARE);
  const batches = new Batches(pairs);
  const trainings: Training[] = [];
  try {
    for (const start of starts) {
      const training = new Training(batches, settings, start, seed);
      trainings.push(training);
      yield* training.run(trial);
    }
    const best = trainings.reduce((least, one) => (one.loss < least.loss ? one : least));
    yield* best.run(steps - trial);
    return new Bimonn(best.units, best.loss);
  } finally {
    for (const training of trainings) training[Symbol.dispose]();
  }
}

function defaultStarts(layers: number, weights: BimonnSettings['weights']): UnitStart[][] {
  if (layers === 1 || weights === 'free') return [Array.from({ length: layers }, () => 'between')];
  const alternating = (even: UnitStart, odd: UnitStart): UnitStart[] =>
    Array.from({ length: layers }, (_, layer) => (layer % 2 === 0 ? even : odd));
  return [alternating('and', 'or'), alternating('or', 'and')];
}

/** The pairs as bytes. */
class Batches {
  readonly width: number;
  readonly height: number;
  readonly before: readonly Uint8Array[];
  readonly after: readonly Uint8Array[];

  constructor(pairs: readonly Pair[]) {
    const [{ before }] = pairs as [Pair];
    this.width = before.width;
    this.height = before.height;
    this.before = bytesOfAll(pairs.map((pair) => pair.before));
    this.after = bytesOfAll(pairs.map((pair) => pair.after));
  }
}

/** One network in training, from one start. */
class Training implements Disposable {
  readonly units: readonly LayerUnits[];
  /** Running mean of the squared error. */
  loss = Infinity;
  readonly #run: NetworkRun;
  readonly #gradients: readonly FloatString[];
  readonly #inside: Uint8Array;
  readonly #counted: number;
  readonly #batches: Batches;
  readonly #weights: 'positive' | 'free';
  readonly #random: SeededRandom;

  constructor(
    batches: Batches,
    { layers, batch = 8, rate = 0.2, weights = 'positive' }: BimonnSettings,
    start: readonly UnitStart[],
    seed: number,
  ) {
    this.#batches = batches;
    this.#weights = weights;
    this.#random = new SeededRandom(seed);
    this.units = layers.map((layer, at) =>
      makeUnits(layer, layers[at - 1]?.channels ?? 1, { weights, rate }, start[at]!, this.#random),
    );
    const shape: BatchShape = { width: batches.width, height: batches.height, pictures: batch };
    this.#run = new NetworkRun(this.units, shape);
    // What reaches the outputs of each layer: one string an output, as wide as the layer after it.
    this.#gradients = layers.flatMap(({ channels }) =>
      Array.from({ length: channels }, () => batchString(shape, 1)),
    );
    const frame = layers.reduce((sum, { side }) => sum + (side - 1) / 2, 0);
    this.#inside = interiorOf(shape, frame);
    this.#counted = this.#inside.reduce((sum, bit) => sum + bit, 0);
  }

  /** Takes so many steps, or fewer where there is nothing left to learn. */
  *run(steps: number): Slices<void> {
    for (let step = 1; step <= steps; step++) {
      this.#step();
      yield;
      if (step % TEST_EVERY === 0 && this.#finished) return;
    }
  }

  /** Hardly an error left, and every unit is an operator where its weights are positive. */
  get #finished(): boolean {
    if (this.loss > LEAST_LOSS) return false;
    if (this.#weights === 'free') return true;
    const units = this.units.flatMap(({ bise, lui = [] }) => [...bise.flat(), ...lui]);
    return units.every((unit) => exactOperator(unit) !== undefined);
  }

  #step(): void {
    const { before, after } = this.#batches;
    const { pictures, width, height } = this.#run.shape;
    const drawn = Array.from({ length: pictures }, () => this.#random.below(before.length));
    const [output] = this.#run.forward(drawn.map((at) => before[at]!));
    const { layers } = this.#run;
    const gradientsOf = layers.map((layer, at) => {
      const first = layers.slice(0, at).reduce((sum, { outputs }) => sum + outputs.length, 0);
      return this.#gradients.slice(first, first + layer.outputs.length);
    });
    const size = width * height;
    const received = output!.data;
    const gradient = gradientsOf.at(-1)![0]!.data;
    let loss = 0;
    for (const [picture, at] of drawn.entries()) {
      const wanted = after[at]!;
      const first = picture * size;
      for (let pixel = 0; pixel < size; pixel++) {
        if (this.#inside[first + pixel] === 0) continue;
        const chance = received[first + pixel]!;
        const error = chance - wanted[pixel]!;
        gradient[first + pixel] = error / this.#counted;
        loss += error * error;
      }
    }
    loss /= this.#counted;
    this.loss = this.loss === Infinity ? loss : this.loss + LOSS_SHARE * (loss - this.loss);
    for (let at = layers.length - 1; at >= 0; at--) {
      const inputs = at === 0 ? [this.#run.input] : layers[at - 1]!.outputs;
      const last = at === layers.length - 1;
      layers[at]!.backward(
        inputs,
        gradientsOf[at]!,
        last,
        at === 0 ? undefined : gradientsOf[at - 1],
      );
      layers[at]!.step();
    }
  }

  [Symbol.dispose](): void {
    this.#run[Symbol.dispose]();
    for (const string of this.#gradients) string[Symbol.dispose]();
  }
}

function checkSettings(
  pairs: readonly Pair[],
  { layers }: BimonnSettings,
  starts: readonly (readonly UnitStart[])[],
): void {
  checkPairs(pairs);
  const [{ before: first }] = pairs as [Pair];
  const odd = pairs.find(
    ({ before }) => before.width !== first.width || before.height !== first.height,
  );
  if (odd !== undefined) {
    throw new OnebitError('size-mismatch', {
      expected: `pictures of ${first.width}x${first.height}, as the first`,
      received: `${odd.before.width}x${odd.before.height}`,
      hint: 'Cut the pictures to one size.',
    });
  }
  const whole = layers.every(
    ({ channels, side }) =>
      Number.isInteger(channels) &&
      channels >= 1 &&
      Number.isInteger(side) &&
      side % 2 === 1 &&
      side > 0,
  );
  const frame = layers.reduce((sum, { side }) => sum + (side - 1) / 2, 0);
  const fits =
    layers.length >= 1 &&
    whole &&
    layers.at(-1)!.channels === 1 &&
    starts.length >= 1 &&
    starts.every((start) => start.length === layers.length) &&
    2 * frame < Math.min(first.width, first.height);
  if (fits) return;
  throw new OnebitError('value-invalid', {
    expected:
      'layers with odd windows that fit into the pictures together, the last with one channel, and a side for each in every start',
    received: `${JSON.stringify(layers)} for ${first.width}x${first.height}, ${starts.length} starts`,
    hint: 'Use smaller windows or larger pictures.',
  });
}
