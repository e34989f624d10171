import type { Random } from '../network/random.ts';
import type { TrainableNetwork } from '../network/trainable-network.ts';
import type { Adam } from '../optimisation/adam.ts';

/** One finished epoch. */
export interface EpochRecord {
  readonly epoch: number;
  /** Mean training loss. */
  readonly loss: number;
  /** The task's metric on held-back data. */
  readonly metric: number;
  readonly seconds: number;
}

/** Everything that a run needs to go on as if it had never stopped. */
export interface TrainingState {
  readonly step: number;
  readonly orderState: readonly number[];
  readonly networkState: readonly number[];
  readonly history: readonly EpochRecord[];
  /** Parameters, running statistics and moments, by name. */
  readonly floats: ReadonlyMap<string, Float32Array>;
  /** The state after the best epoch so far, where it is another one. */
  readonly best?: TrainingState;
}

/** Copies the state of a run. */
export function captureState(
  network: TrainableNetwork,
  optimiser: Adam,
  order: Random,
  history: readonly EpochRecord[],
): TrainingState {
  const floats = new Map<string, Float32Array>();
  for (const [name, matrix] of matricesOf(network, optimiser))
    floats.set(name, matrix.data.slice());
  return {
    step: optimiser.step,
    orderState: order.state,
    networkState: network.random.state,
    history: [...history],
    floats,
  };
}

/** Puts a captured state back and returns the history that belongs to it. */
export function restoreState(
  state: TrainingState,
  network: TrainableNetwork,
  optimiser: Adam,
  order: Random,
): readonly EpochRecord[] {
  for (const [name, matrix] of matricesOf(network, optimiser)) {
    matrix.data.set(state.floats.get(name)!);
  }
  optimiser.step = state.step;
  order.state = state.orderState;
  network.random.state = state.networkState;
  return state.history;
}

function* matricesOf(
  network: TrainableNetwork,
  optimiser: Adam,
): Iterable<[string, { readonly data: Float32Array }]> {
  for (const [at, { name, value }] of network.parameters.entries()) {
    yield [name, value];
    yield [`${name}#first`, optimiser.moments[at]!.first];
    yield [`${name}#second`, optimiser.moments[at]!.second];
  }
  for (const { name, value } of network.buffers) yield [name, value];
}
