export type * from './blueprint/blueprint.ts';
export { realTwin, type TwinBlueprint, type TwinLayer } from './blueprint/real-twin.ts';
export { Random } from './network/random.ts';
export { TrainableNetwork } from './network/trainable-network.ts';
export { rateFactor, type Schedule } from './optimisation/schedule.ts';
export type { OptimiserSettings } from './optimisation/adam.ts';
export type { RandomSource, TrainingTask } from './trainer/task.ts';
export type { EpochRecord, TrainingState } from './trainer/state.ts';
export {
  train,
  type TrainingHooks,
  type TrainingProgress,
  type TrainingResult,
  type TrainingSettings,
} from './trainer/trainer.ts';
export { packNetwork, type PackedNetwork, type PackOptions } from './packing/pack.ts';
