export type * from './description/layers.ts';
export {
  FORMAT_VERSION,
  type NetworkDescription,
  type Provenance,
  type Signal,
  type ValueKind,
} from './description/network.ts';
export type { CalibrationDescription } from './description/calibration.ts';
export type { LabelGroup } from './description/groups.ts';
export type { LanguageDescription } from './description/languages.ts';
export type { VocabularyDescription } from './description/vocabulary.ts';
export type { WordOrderDescription } from './description/word-order.ts';
export { elements, type ArrayOf } from './model-file/dtype.ts';
export { loadModel, readModel, writeModel, type Model } from './model-file/model.ts';
export { modelFrom, type ModelSource } from './model-file/model-source.ts';
export {
  readSafetensors,
  writeSafetensors,
  type Safetensors,
  type Tensor,
} from './model-file/safetensors.ts';
export { type Dtype } from './model-file/dtype.ts';
export { MODEL_LIMITS } from './model-file/limits.ts';
export { runReference } from './runtime/reference.ts';
export { BinaryNetwork } from './runtime/binary-network.ts';
export type { NetworkInput } from './runtime/value.ts';
export { NetworkStream } from './runtime/stream.ts';
export { inspectNetwork, type LayerReport, type NetworkReport } from './inspection/inspect.ts';
export { importBnnPynq, type ImportedNetwork, type ParameterFiles } from './import/bnn-pynq.ts';
export { importLayersModel, type LayersModelOptions } from './import/layers-model.ts';
export { exportOnnx, type OnnxArithmetic } from './export/onnx.ts';
export { packWeights } from './model-file/weights.ts';
