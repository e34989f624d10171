import { OnebitError } from '@onebit/errors';
import { readIdxImages } from '@onebit/datasets';
import { BitImage } from '@onebit/image';
import {
  type Pair,
  type TrainedBise,
  type UnitOperator,
  applyBise,
  constantSetProjection,
  diceOfAll,
  diskorect,
  elementOfUnit,
  nearestOperator,
  pairsOf,
  sequence,
  trainBise,
} from '@onebit/morphology';

/** One operation on one kind of picture, over all seeds. */
export interface GradientRow {
  readonly pictures: 'diskorect' | 'inverted MNIST';
  readonly operation: string;
  readonly seeds: number;
  /** Neurons whose weights satisfy the inequality of an operator. */
  readonly activated: number;
  /** Neurons whose nearest operator is the target. */
  readonly sameElement: number;
  /** Mean Dice coefficients on fresh pictures. */
  readonly dice: {
    /** The neuron as it was trained. */
    readonly neuron: number;
    /** The operator whose inequality it misses by least. */
    readonly nearest: number;
    /** The operator of the constant-set projection. */
    readonly constantSet: number;
    /** The picture itself. */
    readonly noOperation: number;
    /** A convolution with free weights, trained alike. */
    readonly convolution: number;
  };
  /** Processor seconds a neuron, averaged. */
  readonly cpuSeconds: number;
}

/** Options of {@link reproduceGradient}. */
export interface GradientOptions {
  readonly seed: number;
  /** Trainings of each row. */
  readonly seeds: number;
  /** Gradient steps of a training. */
  readonly steps: number;
  /** IDX file of MNIST pictures, for the rows of inverted digits. */
  readonly mnist?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly fraction: number; readonly doing: string }) => void;
}

const operations = ['dilate:disk3', 'erode:disk3'] as const;
const SIDE = 7;
const PICTURES = 60;
const FRESH = 40;
const FRAME = (SIDE - 1) / 2;
/** The best of a few step sizes for the plain convolution, which the larger one of BiSE unsettles. */
const CONVOLUTION_RATE = 0.1;

/**
 * Trains BiSE neurons by gradient on known operations and compares them, before and after projection,
 * with doing nothing and with a plain convolution.
 *
 * @throws OnebitError `dataset-unreadable`, `aborted`
 */
export async function reproduceGradient(options: GradientOptions): Promise<GradientRow[]> {
  const { seed, mnist } = options;
  const sets: [GradientRow['pictures'], BitImage[]][] = [
    ['diskorect', diskorect(PICTURES + FRESH, seed)],
  ];
  if (mnist !== undefined) sets.push(['inverted MNIST', await invertedDigits(mnist)]);
  const rows: GradientRow[] = [];
  const all = sets.length * operations.length;
  for (const [pictures, images] of sets) {
    for (const operation of operations) {
      const tell = (share: number): void =>
        options.onProgress?.({
          fraction: (rows.length + share) / all,
          doing: `${operation}, ${pictures}`,
        });
      rows.push(await rowOf(pictures, images, operation, options, tell));
    }
  }
  options.onProgress?.({ fraction: 1, doing: 'done' });
  return rows;
}

async function rowOf(
  pictures: GradientRow['pictures'],
  images: readonly BitImage[],
  operation: string,
  { seed, seeds, steps, signal }: GradientOptions,
  tell: (share: number) => void,
): Promise<GradientRow> {
  const target = sequence(operation);
  const pairs = pairsOf(target, images.slice(0, PICTURES));
  const fresh = pairsOf(target, images.slice(PICTURES));
  const diceOf = (filter: (image: BitImage) => BitImage): number =>
    diceOfAll(
      fresh.map(({ before, after }) => ({ before: filter(before), after })),
      FRAME,
    );
  const sums = { neuron: 0, nearest: 0, constantSet: 0, noOperation: 0, convolution: 0 };
  let [activated, sameElement, cpu] = [0, 0, 0];
  for (let run = 0; run < seeds; run++) {
    tell(run / seeds);
    const began = process.cpuUsage().user;
    const neuron = await trained(pairs, { seed: seed + run, steps, weights: 'positive' }, signal);
    cpu += (process.cpuUsage().user - began) / 1e6;
    const convolution = await trained(
      pairs,
      { seed: seed + run, steps, weights: 'free', rate: CONVOLUTION_RATE },
      signal,
    );
    const nearest = textOf(nearestOperator(neuron));
    const constant = textOf(constantSetProjection(neuron));
    activated += neuron.operator === undefined ? 0 : 1;
    sameElement += nearest === operation ? 1 : 0;
    sums.neuron += diceOf((image) => applyBise(neuron, image));
    sums.nearest += diceOf((image) => sequence(nearest).apply(image));
    sums.constantSet += diceOf((image) => sequence(constant).apply(image));
    sums.noOperation += diceOf((image) => image);
    sums.convolution += diceOf((image) => applyBise(convolution, image));
  }
  const mean = (sum: number): number => sum / seeds;
  return {
    pictures,
    operation,
    seeds,
    activated,
    sameElement,
    dice: {
      neuron: mean(sums.neuron),
      nearest: mean(sums.nearest),
      constantSet: mean(sums.constantSet),
      noOperation: mean(sums.noOperation),
      convolution: mean(sums.convolution),
    },
    cpuSeconds: mean(cpu),
  };
}

const textOf = (operator: UnitOperator): string =>
  `${operator.kind === 'or' ? 'dilate' : 'erode'}:${elementOfUnit(operator, SIDE).toString()}`;

/** Runs a training; other work and an abort get in between steps. */
async function trained(
  pairs: readonly Pair[],
  settings: { seed: number; steps: number; weights: 'positive' | 'free'; rate?: number },
  signal: AbortSignal | undefined,
): Promise<TrainedBise> {
  const training = trainBise(pairs, { ...settings, side: SIDE });
  for (;;) {
    for (let step = 0; step < 20; step++) {
      const turn = training.next();
      if (turn.done === true) return turn.value;
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (signal?.aborted !== true) continue;
    throw new OnebitError('aborted', {
      expected: 'the experiment to go on',
      received: 'an abort signal',
      hint: 'Start it again for its tables.',
      cause: signal.reason,
    });
  }
}

const DIGIT_SIDE = 50;
/** Ink above this level, as the paper has it. */
const DIGIT_LEVEL = 30;

/** The first digits, enlarged to 50x50 by the nearest pixel, thresholded and inverted. */
async function invertedDigits(path: string): Promise<BitImage[]> {
  const { rows, columns, pixels, count } = await readIdxImages(path);
  return Array.from({ length: Math.min(count, PICTURES + FRESH) }, (_, index) => {
    const bytes = new Uint8Array(DIGIT_SIDE * DIGIT_SIDE);
    for (let y = 0; y < DIGIT_SIDE; y++) {
      for (let x = 0; x < DIGIT_SIDE; x++) {
        const row = Math.floor((y * rows) / DIGIT_SIDE);
        const column = Math.floor((x * columns) / DIGIT_SIDE);
        const level = pixels[(index * rows + row) * columns + column]!;
        bytes[y * DIGIT_SIDE + x] = level > DIGIT_LEVEL ? 0 : 1;
      }
    }
    return BitImage.fromBytes(DIGIT_SIDE, DIGIT_SIDE, bytes);
  });
}
