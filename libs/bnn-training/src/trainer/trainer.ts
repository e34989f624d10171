import { OnebitError } from '@onebit/errors';
import type { Blueprint } from '../blueprint/blueprint.ts';
import type { TwinBlueprint } from '../blueprint/real-twin.ts';
import { Random } from '../network/random.ts';
import { TrainableNetwork } from '../network/trainable-network.ts';
import { Adam, type OptimiserSettings } from '../optimisation/adam.ts';
import { rateFactor, type Schedule } from '../optimisation/schedule.ts';
import { captureState, type EpochRecord, restoreState, type TrainingState } from './state.ts';
import type { TrainingTask } from './task.ts';

/** Everything that decides how a run goes; with the seed it decides every bit of the result. */
export interface TrainingSettings extends OptimiserSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly schedule: Schedule;
  readonly seed: number;
  /** Ends the run when the metric has not risen for so many epochs. Off where absent. */
  readonly patience?: number;
}

/** How far a run is, told after every step. */
export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Share of all steps that are done, 0 to 1, never falling. */
  readonly done: number;
  /** Loss of the last step. */
  readonly loss: number;
  /** Seconds to the end at the present pace. */
  readonly etaSeconds: number;
}

/** Callbacks and the signal of a run. */
export interface TrainingHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Called after every epoch with a state from which the run can go on to the same bits. */
  readonly onEpoch?: (record: EpochRecord, state: TrainingState) => void | Promise<void>;
}

/** A finished run: the network of the best epoch and the course of the run. */
export interface TrainingResult {
  readonly network: TrainableNetwork;
  readonly history: readonly EpochRecord[];
  readonly best: EpochRecord;
}

/**
 * Trains a network, or goes on with a run that was interrupted.
 *
 * The same blueprint, task, settings and seed give the same bits on every machine, in one go or
 * resumed after any epoch.
 *
 * @param blueprint - the layout, or its real-valued twin
 * @param task - data, loss and metric
 * @param settings - how
 * @param hooks - progress, cancellation, checkpoints
 * @param resumeFrom - a state that `onEpoch` was given
 * @throws OnebitError `aborted` where the signal says so; the last checkpoint stays valid
 */
export async function train(
  blueprint: Blueprint | TwinBlueprint,
  task: TrainingTask,
  settings: TrainingSettings,
  hooks: TrainingHooks = {},
  resumeFrom?: TrainingState,
): Promise<TrainingResult> {
  const network = new TrainableNetwork(blueprint, settings.seed);
  const optimiser = new Adam(network.parameters, settings);
  const order = new Random(settings.seed + 1);
  const history: EpochRecord[] = [];
  if (resumeFrom) history.push(...restoreState(resumeFrom, network, optimiser, order));
  let best = resumeFrom?.best ?? captureState(network, optimiser, order, []);

  const stepsPerEpoch = Math.floor(task.samples / settings.batchSize);
  if (stepsPerEpoch < 1) {
    throw new OnebitError('value-invalid', {
      expected: `at least ${settings.batchSize} samples, one batch`,
      received: `${task.samples}`,
      hint: 'Take a smaller batch.',
    });
  }
  const run = { network, optimiser, order, task, settings, hooks, stepsPerEpoch };
  try {
    for (let epoch = history.length; epoch < settings.epochs; epoch++) {
      const { loss, seconds } = await trainEpoch(run, epoch);
      const metric = task.evaluate((samples, count) => network.infer(samples, count));
      const record = { epoch: epoch + 1, loss, metric, seconds };
      history.push(record);
      const state = captureState(network, optimiser, order, history);
      if (bestOf(history) === record) best = state;
      await hooks.onEpoch?.(record, { ...state, best });
      const { patience } = settings;
      if (patience !== undefined && record.epoch - bestOf(history)!.epoch >= patience) break;
    }
    restoreState(best, network, optimiser, order);
    return { network, history, best: bestOf(history)! };
  } finally {
    optimiser.dispose();
  }
}

const bestOf = (history: readonly EpochRecord[]): EpochRecord | undefined =>
  history.reduce<EpochRecord | undefined>(
    (best, record) => (best && best.metric >= record.metric ? best : record),
    undefined,
  );

interface Run {
  readonly network: TrainableNetwork;
  readonly optimiser: Adam;
  readonly order: Random;
  readonly task: TrainingTask;
  readonly settings: TrainingSettings;
  readonly hooks: TrainingHooks;
  readonly stepsPerEpoch: number;
}

async function trainEpoch(run: Run, epoch: number): Promise<{ loss: number; seconds: number }> {
  const { network, optimiser, order, task, settings, hooks, stepsPerEpoch } = run;
  const { batchSize, epochs, schedule } = settings;
  const start = performance.now();
  const shuffled = order.permutation(task.samples);
  let total = 0;
  for (let step = 0; step < stepsPerEpoch; step++) {
    if (step % 8 === 0) await breathe();
    throwIfAborted(hooks.signal);
    const indices = shuffled.subarray(step * batchSize, (step + 1) * batchSize);
    const samples = task.batch(indices, order);
    const loss = network.trainOn(samples, indices.length, (scores) => task.loss(scores, indices));
    const done = (epoch * stepsPerEpoch + step + 1) / (epochs * stepsPerEpoch);
    optimiser.update(
      rateFactor(schedule, (epoch * stepsPerEpoch + step) / (epochs * stepsPerEpoch)),
    );
    total += loss;
    const perStep = (performance.now() - start) / 1000 / (step + 1);
    const left = (epochs - epoch) * stepsPerEpoch - step - 1;
    hooks.onProgress?.({ epoch: epoch + 1, epochs, done, loss, etaSeconds: perStep * left });
  }
  return { loss: total / stepsPerEpoch, seconds: (performance.now() - start) / 1000 };
}

/** Lets timers, signals and messages through between steps. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new OnebitError('aborted', {
    expected: 'the run to go on',
    received: 'a cancellation',
    hint: 'Resume from the last checkpoint.',
    cause: signal.reason,
  });
}
