import { createRequire } from 'node:module';

/** A package that Onebit works without, and what it would be used for. */
export interface OptionalPackage {
  readonly name: string;
  readonly present: boolean;
  readonly version?: string;
  readonly usedFor: string;
}

const packages = [
  ['sharp', 'decoding and encoding images in Node'],
  ['@tensorflow/tfjs-node', 'float teachers on native TensorFlow'],
  ['@tensorflow/tfjs-backend-wasm', 'float teachers on WebAssembly'],
] as const;

const { resolve } = createRequire(import.meta.url);
const require = createRequire(import.meta.url);

/** Looks the optional packages up without loading them. */
export function optionalPackages(): OptionalPackage[] {
  return packages.map(([name, usedFor]) => {
    try {
      const { version } = require(`${name}/package.json`) as { version: string };
      // A package whose binary could not be fetched leaves its folder but no entry.
      resolve(name);
      return { name, present: true, version, usedFor };
    } catch {
      return { name, present: false, usedFor };
    }
  });
}
