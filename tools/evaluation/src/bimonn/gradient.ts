import { OnebitError } from '@onebit/errors';
import type { BitImage } from '@onebit/image';
import {
  type Bimonn,
  type BimonnSettings,
  type LayerSettings,
  type Pair,
  binarise,
  diceOfAll,
  diskorect,
  pairsOf,
  sequence,
  trainBimonn,
} from '@onebit/morphology';
import { invertedDigits } from './inverted-digits.ts';
import { type Spread, spreadOf } from './spread.ts';

/** One operation on one kind of picture, over all seeds. */
export interface GradientRow {
  readonly pictures: 'diskorect' | 'inverted MNIST';
  readonly operation: string;
  /** Layers of BiSE neurons, and channels within. */
  readonly layers: string;
  readonly seeds: number;
  /** Units of all trainings, and those of them whose weights satisfy an operator's inequality. */
  readonly units: number;
  readonly activated: number;
  /** Trainings whose nearest operators give the target on every fresh picture. */
  readonly recovered: number;
  /** Dice coefficients on fresh pictures. */
  readonly dice: {
    /** The network as it was trained, thresholded at its end. */
    readonly network: Spread;
    /** Every unit the operator whose inequality it misses by least. */
    readonly nearest: Spread;
    /** Every unit its constant-set projection. */
    readonly constantSet: Spread;
    /** Units that are no operator kept as weighted order statistics. */
    readonly orderStatistic: Spread;
    /** Convolutions with free weights in the same layers, trained alike. */
    readonly convolution: Spread;
    /** The picture itself. */
    readonly noOperation: number;
  };
  /** Processor seconds a network. */
  readonly cpuSeconds: number;
}

/** Options of {@link reproduceGradient}. */
export interface GradientOptions {
  readonly seed: number;
  /** Trainings of each row. */
  readonly seeds: number;
  /** Most gradient steps of one layer; two layers take {@link STACK_STEPS} times as many. */
  readonly steps: number;
  /** IDX file of MNIST pictures, for the rows of inverted digits. */
  readonly mnist?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly fraction: number; readonly doing: string }) => void;
}

const SIDE = 7;
const ONE_LAYER: readonly LayerSettings[] = [{ channels: 1, side: SIDE }];
const TWO_LAYERS: readonly LayerSettings[] = [...ONE_LAYER, ...ONE_LAYER];
/** Two operators of the picture, then a union or an intersection of each or its complement. */
const TWO_CHANNELS: readonly LayerSettings[] = [
  { channels: 2, side: SIDE },
  { channels: 1, side: 1, complements: true },
];
/** How many times the steps of one layer a stack takes. */
const STACK_STEPS = 2;

/** The paper's elements: a disk, a stick and a diagonal cross, 7 pixels across. */
const elements = [
  'disk3',
  'hline7',
  '1000001/0100010/0010100/0001000/0010100/0100010/1000001',
] as const;

const tasks: readonly { readonly operation: string; readonly layers: readonly LayerSettings[] }[] =
  [
    ...elements.flatMap((element) => [
      { operation: `dilate:${element}`, layers: ONE_LAYER },
      { operation: `erode:${element}`, layers: ONE_LAYER },
      { operation: `open:${element}`, layers: TWO_LAYERS },
      { operation: `close:${element}`, layers: TWO_LAYERS },
    ]),
    { operation: 'gradient:disk3', layers: TWO_CHANNELS },
  ];

const PICTURES = 300;
const FRESH = 60;
/** Pictures that whole weights are found on. */
const SHOWN = 60;
/** Step sizes: each the best of a few, on one training of its own. */
const RATE = 0.2;
const CONVOLUTION_RATE = 0.3;

/**
 * Trains networks of BiSE neurons and LUI units by gradient on known operations and compares them,
 * before and after each binarisation, with doing nothing and with plain convolutions.
 *
 * @throws OnebitError `dataset-unreadable`, `aborted`
 */
export async function reproduceGradient(options: GradientOptions): Promise<GradientRow[]> {
  const { seed, mnist } = options;
  const sets: [GradientRow['pictures'], BitImage[]][] = [
    ['diskorect', diskorect(PICTURES + FRESH, seed)],
  ];
  if (mnist !== undefined) {
    sets.push(['inverted MNIST', await invertedDigits(mnist, PICTURES + FRESH)]);
  }
  const rows: GradientRow[] = [];
  const all = sets.length * tasks.length;
  for (const [pictures, images] of sets) {
    for (const { operation, layers } of tasks) {
      const tell = (share: number): void =>
        options.onProgress?.({
          fraction: (rows.length + share) / all,
          doing: `${operation}, ${pictures}`,
        });
      rows.push({ pictures, ...(await rowOf(images, operation, layers, options, tell)) });
    }
  }
  options.onProgress?.({ fraction: 1, doing: 'done' });
  return rows;
}

async function rowOf(
  images: readonly BitImage[],
  operation: string,
  layers: readonly LayerSettings[],
  { seed, seeds, steps: stepsOfOne, signal }: GradientOptions,
  tell: (share: number) => void,
): Promise<Omit<GradientRow, 'pictures'>> {
  const target = sequence(operation);
  const learned = images.slice(0, PICTURES);
  const pairs = pairsOf(target, learned);
  const fresh = images.slice(PICTURES);
  const wanted = fresh.map((image) => target.apply(image));
  const frame = layers.reduce((sum, { side }) => sum + (side - 1) / 2, 0);
  const diceOf = (results: readonly BitImage[]): number =>
    diceOfAll(
      results.map((before, at) => ({ before, after: wanted[at]! })),
      frame,
    );
  const steps = layers.length > 1 ? STACK_STEPS * stepsOfOne : stepsOfOne;
  const found = {
    network: [] as number[],
    nearest: [] as number[],
    constantSet: [] as number[],
    orderStatistic: [] as number[],
    convolution: [] as number[],
  };
  let [units, activated, recovered, cpu] = [0, 0, 0, 0];
  for (let run = 0; run < seeds; run++) {
    tell(run / seeds);
    const settings = { layers, steps, seed: seed + run };
    const began = process.cpuUsage().user;
    const network = await trained(pairs, { ...settings, rate: RATE }, signal);
    cpu += (process.cpuUsage().user - began) / 1e6;
    const convolution = await trained(
      pairs,
      { ...settings, rate: CONVOLUTION_RATE, weights: 'free' },
      signal,
    );
    units += network.activated.units;
    activated += network.activated.exact;
    const [nearest, constantSet, orderStatistic] = (
      ['nearest', 'constant-set', 'order-statistic'] as const
    ).map((mode) => {
      const binary = binarise(network, mode, learned.slice(0, SHOWN));
      return diceOf(fresh.map((image) => binary.apply(image)));
    }) as [number, number, number];
    recovered += nearest === 1 ? 1 : 0;
    found.network.push(diceOf(network.apply(fresh)));
    found.nearest.push(nearest);
    found.constantSet.push(constantSet);
    found.orderStatistic.push(orderStatistic);
    found.convolution.push(diceOf(convolution.apply(fresh)));
  }
  return {
    operation,
    layers: layers.map(({ channels }) => channels).join('-'),
    seeds,
    units,
    activated,
    recovered,
    dice: {
      network: spreadOf(found.network),
      nearest: spreadOf(found.nearest),
      constantSet: spreadOf(found.constantSet),
      orderStatistic: spreadOf(found.orderStatistic),
      convolution: spreadOf(found.convolution),
      noOperation: diceOf(fresh),
    },
    cpuSeconds: cpu / seeds,
  };
}

/** Runs a training; other work and an abort get in between steps. */
async function trained(
  pairs: readonly Pair[],
  settings: BimonnSettings,
  signal: AbortSignal | undefined,
): Promise<Bimonn> {
  const training = trainBimonn(pairs, settings);
  try {
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
  } finally {
    training.return(undefined as never);
  }
}
