// Writes the default model into a module, so that it loads in Node, a browser or a worker alike,
// from whatever a bundler makes of it and without a request of its own.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const model = readFileSync(at('../../../models/speech-separation-any/model.safetensors'));
mkdirSync(at('../src/generated'), { recursive: true });
writeFileSync(
  at('../src/generated/default-model.ts'),
  `/** The file models/speech-separation-any/model.safetensors. */
export const defaultModel: string =
  '${model.toString('base64')}';
`,
);
