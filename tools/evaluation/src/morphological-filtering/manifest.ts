import { OnebitError } from '@onebit/errors';

/** A structuring element of a manifest: rows of 0 and 1, origin as row, column. */
export interface ManifestElement {
  readonly rows: readonly string[];
  readonly origin_row_col: readonly [number, number];
}

/** A hit-or-miss pattern of a manifest. */
export interface ManifestPattern {
  readonly hit: readonly string[];
  readonly miss: readonly string[];
  readonly origin_row_col: readonly [number, number];
}

/** A picture that cases work on. */
export interface ManifestInput {
  readonly name: string;
  /** PNG, white = foreground, relative to the manifest. */
  readonly file: string;
  readonly sha256_packed_rows?: string;
}

/** One expected result: an operation on an input. */
export interface ManifestCase {
  readonly input: string;
  readonly op: string;
  readonly se?: string;
  readonly border: string;
  readonly connectivity?: number;
  readonly background_connectivity?: number;
  /** How the seed of a reconstruction is made. */
  readonly seed?: string;
  /** Of the rows packed 8 pixels to a byte, first pixel in the top bit. */
  readonly sha256_packed_rows?: string;
  /** Of the distances as 32-bit little-endian integers. */
  readonly sha256_uint32_le?: string;
}

/** Exact results of morphological operations, as hashes. */
export interface Manifest {
  readonly structuring_elements: Readonly<Record<string, ManifestElement>>;
  readonly hit_or_miss: Readonly<Record<string, ManifestPattern>>;
  readonly inputs: readonly ManifestInput[];
  readonly outputs: readonly ManifestCase[];
}

/**
 * Reads a manifest and refuses what is not of its form.
 *
 * @throws OnebitError `evaluation-data-invalid`
 */
export function parseManifest(text: string): Manifest {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw invalid('JSON', 'text that is not', cause);
  }
  const manifest = record(data, 'the manifest');
  for (const name of ['structuring_elements', 'hit_or_miss']) record(manifest[name], name);
  for (const [list, keys] of [
    ['inputs', ['name', 'file']],
    ['outputs', ['input', 'op', 'border']],
  ] as const) {
    const items = manifest[list];
    if (!Array.isArray(items)) throw invalid(`a list '${list}'`, typeof items);
    for (const [index, item] of items.entries()) {
      const fields = record(item, `${list}[${index}]`);
      for (const key of keys) {
        if (typeof fields[key] !== 'string') {
          throw invalid(`a text '${key}' in ${list}[${index}]`, typeof fields[key]);
        }
      }
    }
  }
  return manifest as unknown as Manifest;
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw invalid(`an object as ${name}`, Array.isArray(value) ? 'a list' : typeof value);
}

function invalid(expected: string, received: string, cause?: unknown): OnebitError {
  return new OnebitError('evaluation-data-invalid', {
    expected,
    received,
    hint: 'The manifest lists structuring_elements, hit_or_miss, inputs and outputs.',
    cause,
  });
}
