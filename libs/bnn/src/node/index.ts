export { loadBnnPynq } from './bnn-pynq-folder.ts';
export {
  listModels,
  loadModel,
  makeManifest,
  MANIFEST_FILE,
  MODEL_FILE,
  verifyManifest,
  writeManifest,
  type Manifest,
} from './model-store.ts';
export { modelsFolder } from './models-folder.ts';
export {
  makeSigningKeys,
  SIGNATURE_FILE,
  signManifest,
  verifySignedManifest,
} from './signature.ts';
export { TaskModels, type TaskModelsOptions } from './task-models.ts';
