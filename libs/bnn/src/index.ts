export type * from './description/layers.ts';
export {
  FORMAT_VERSION,
  type NetworkDescription,
  type Provenance,
  type Signal,
  type ValueKind,
} from './description/network.ts';
export { readModel, writeModel, type Model } from './model-file/model.ts';
export {
  readSafetensors,
  writeSafetensors,
  type Safetensors,
  type Tensor,
} from './model-file/safetensors.ts';
export { type Dtype } from './model-file/dtype.ts';
export { MODEL_LIMITS } from './model-file/limits.ts';
