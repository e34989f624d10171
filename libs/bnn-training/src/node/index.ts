export { readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpoint.ts';
export {
  loadTensorFlow,
  type LoadedTensorFlow,
  type TensorFlowBackend,
  type TensorFlowModule,
  type TensorFlowOptions,
} from './tensorflow.ts';
