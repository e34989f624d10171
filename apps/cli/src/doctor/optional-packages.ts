import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A package that Onebit works without, and what it would be used for. */
export interface OptionalPackage {
  readonly name: string;
  readonly present: boolean;
  readonly version?: string;
  readonly usedFor: string;
}

const packages = [
  ['@tensorflow/tfjs-node', 'float teachers on native TensorFlow'],
  ['@tensorflow/tfjs', 'float teachers in JavaScript and WebAssembly'],
] as const;

/** The version of a package, or undefined; its code is not loaded. */
function versionOf(name: string): string | undefined {
  let folder: string;
  try {
    folder = dirname(fileURLToPath(import.meta.resolve(name)));
    if (!existsSync(folder)) return undefined;
  } catch {
    return undefined;
  }
  while (dirname(folder) !== folder) {
    const path = join(folder, 'package.json');
    if (existsSync(path)) {
      const found = JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string };
      if (found.name === name) return found.version;
    }
    folder = dirname(folder);
  }
  return undefined;
}

/** Looks the optional packages up without loading them. */
export function optionalPackages(): OptionalPackage[] {
  return packages.map(([name, usedFor]) => {
    const version = versionOf(name);
    return {
      name,
      present: version !== undefined,
      ...(version === undefined ? {} : { version }),
      usedFor,
    };
  });
}
