import {
  type AdamMoments,
  FloatMatrix,
  adamStep,
  softmaxCrossEntropy,
} from '@onebit/bitwise-kernels';
import { type Blueprint, TrainableNetwork } from '@onebit/bnn-training';
import { type Contender, inProcess } from '../contender.ts';
import type { PeerProcess } from '../peers/peer-process.ts';
import type { Entry } from '../run-cases.ts';
import { mulberry32, uniformFloats } from '../random.ts';

/** Features, two hidden layers, outputs: a mask estimator. */
const sizes = [2048, 1024, 1024, 513] as const;
const batch = 128;
const learningRate = 1e-3;
/** Steps whose losses are compared before anything is timed. */
const comparedSteps = 3;

export const stepShape = `${sizes.join('-')}, batch ${batch}`;

const blueprint: Blueprint = {
  id: 'mask-estimator',
  task: 'benchmark',
  input: { kind: 'reals', shape: [sizes[0]] },
  layers: [
    { op: 'input-sign', threshold: 0 },
    ...sizes
      .slice(1)
      .flatMap((outputs, index) => [
        { op: 'dense', outputs, precision: 'binary' } as const,
        { op: 'batch-norm' } as const,
        ...(index < sizes.length - 2
          ? [{ op: 'sign', estimator: 'clipped', shift: false } as const]
          : []),
      ]),
  ],
  labels: Array.from({ length: sizes[3] }, (_, index) => `class ${index}`),
};

/** What both sides start from. */
interface Start {
  readonly samples: Float32Array;
  readonly classes: readonly number[];
  readonly parameters: readonly {
    readonly shape: readonly [number, number];
    readonly latent: boolean;
    readonly values: Float32Array;
  }[];
}

/** Our whole training step, and what a peer has to reproduce. */
export interface OnebitStep {
  readonly contender: Contender;
  readonly start: Start;
  /** Losses of the first steps. */
  readonly losses: readonly number[];
}

/**
 * A whole step: signs of inputs and latent weights, forward, softmax cross-entropy, backward
 * through the straight-through estimators and batch norm, Adam, clipping of latent weights.
 */
export function onebitStep(seed: number): OnebitStep {
  const next = mulberry32(seed);
  const samples = uniformFloats(batch * sizes[0], next);
  const classes = Array.from({ length: batch }, () => next() % sizes[3]);
  const network = new TrainableNetwork(blueprint, seed);
  const parameters = network.parameters.map(({ value, latent }) => ({
    shape: [value.rows, value.columns] as const,
    latent,
    values: value.data.slice(),
  }));
  const moments: AdamMoments[] = network.parameters.map(({ value: { rows, columns } }) => ({
    first: FloatMatrix.create(rows, columns),
    second: FloatMatrix.create(rows, columns),
  }));
  let step = 0;
  const run = (): number => {
    step += 1;
    const loss = network.trainOn(samples, batch, (scores) => softmaxCrossEntropy(scores, classes));
    network.parameters.forEach(({ value, gradient, latent }, at) => {
      adamStep(value, gradient, moments[at]!, { learningRate, step, ...(latent && { limit: 1 }) });
    });
    return loss;
  };
  return {
    losses: Array.from({ length: comparedSteps }, run),
    start: { samples, classes, parameters },
    contender: {
      ...inProcess('Onebit', 'TrainableNetwork.trainOn, adamStep', run),
      dispose: () => {
        network.dispose();
        for (const { first, second } of moments) [first, second].forEach((held) => held.dispose());
      },
    },
  };
}

/**
 * Whether a peer's losses are ours. The first one is one forward pass from the same weights; later
 * ones drift, because a rounding that turns the sign of one weight turns a whole column's sums.
 */
export const agree = (ours: readonly number[], theirs: readonly number[]): boolean =>
  ours.length === theirs.length &&
  ours.every((loss, step) => Math.abs(loss - theirs[step]!) <= (step === 0 ? 1e-3 : 0.02) * loss);

/**
 * TensorFlow.js from the same weights on the same batch, twice: as its users write it, and with
 * products whose gradients are written by hand to avoid its slow ones.
 */
export async function enterStep(
  process: PeerProcess,
  { start, losses }: OnebitStep,
): Promise<Entry[]> {
  const send = (name: string, shape: readonly number[], values: Float32Array) =>
    process.ask({ command: 'operand', name, type: '<f4', shape }, values);
  await send('samples', [batch, sizes[0]], start.samples);
  const targets = new Float32Array(batch * sizes[3]);
  start.classes.forEach((label, row) => (targets[row * sizes[3] + label] = 1));
  await send('targets', [batch, sizes[3]], targets);
  for (const [at, { shape, values }] of start.parameters.entries()) {
    await send(`parameter ${at}`, shape, values);
  }
  const answer = await process.ask({
    command: 'define-step',
    samples: 'samples',
    targets: 'targets',
    parameters: start.parameters.map(({ latent }, at) => ({ name: `parameter ${at}`, latent })),
    learningRate,
    steps: comparedSteps,
  });
  const ways = answer['ways'] as { task: string; method: string; losses: number[] }[];
  return ways.map(({ task, method, losses: theirs }, index): Entry => {
    const name = index === 0 ? 'tfjs-wasm' : 'tfjs-wasm, own gradients';
    if (!agree(losses, theirs)) {
      return { name, reason: `its losses are ${theirs.join(', ')}, ours ${losses.join(', ')}` };
    }
    return {
      name,
      method,
      time: (repeats) => process.time(task, repeats),
      dispose: async () => void (await process.ask({ command: 'forget', task })),
    };
  });
}
