import { fileURLToPath } from 'node:url';

/** The folder of the models that come along; the environment's `ONEBIT_MODELS` names another. */
export function modelsFolder(): string {
  // The address is the same from `src` and from `dist`.
  return (
    process.env['ONEBIT_MODELS'] ?? fileURLToPath(new URL('../../../../models', import.meta.url))
  );
}
