import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OnebitError } from '@onebit/errors';
import type { BitImage } from '@onebit/image';
import { readBitImage } from '@onebit/image/node';
import { type Manifest, type ManifestCase, type ManifestInput, parseManifest } from './manifest.ts';
import { run } from './operations.ts';

/** A case by its names in the manifest. */
export interface CaseName {
  readonly input: string;
  readonly op: string;
  readonly se: string;
  readonly border: string;
}

/** A case whose result differs. */
export interface FailedCase extends CaseName {
  /** SHA-256 of the expected result. */
  readonly expected: string;
  /** SHA-256 of the result here; where there is none, `nothing: ` and the reason. */
  readonly received: string;
}

/** What {@link evaluateMorphologicalFiltering} found. */
export interface MorphologicalFilteringEvaluation {
  /** All cases of the manifest. */
  readonly cases: number;
  /** Cases whose result is equal bit for bit. */
  readonly exact: number;
  readonly failed: readonly FailedCase[];
  /** Cases of an operation, element or border rule that is not known here. */
  readonly unsupported: readonly CaseName[];
}

/** Options of {@link evaluateMorphologicalFiltering}. */
export interface MorphologicalFilteringEvaluationOptions {
  /** Stops the evaluation with the error `aborted`. */
  readonly signal?: AbortSignal;
  /** Called after each case. */
  readonly onProgress?: (progress: { readonly done: number; readonly cases: number }) => void;
}

/**
 * Compares morphological operations with exact results, bit for bit. A case whose input or element
 * cannot be had fails with the reason; the others go on.
 *
 * @param manifestPath - a manifest of inputs (PNG, white = foreground) and of the SHA-256 of what
 *   each operation gives; its paths are relative to it
 * @param options - signal and progress
 * @throws OnebitError `evaluation-data-invalid` for what is no manifest, `aborted`
 */
export async function evaluateMorphologicalFiltering(
  manifestPath: string,
  options: MorphologicalFilteringEvaluationOptions = {},
): Promise<MorphologicalFilteringEvaluation> {
  const { signal, onProgress } = options;
  const manifest = parseManifest(await readFile(manifestPath, 'utf8'));
  const failed: FailedCase[] = [];
  const unsupported: CaseName[] = [];
  const cases = manifest.outputs.length;
  let done = 0;
  for (const [name, ofInput] of casesByInput(manifest)) {
    const input = await inputImage(manifest, name, dirname(manifestPath), signal).catch(
      (error: unknown) => noResult(error, signal),
    );
    using _image = typeof input === 'string' ? undefined : input;
    for (const one of ofInput) {
      stopIfAborted(signal);
      const names = { input: one.input, op: one.op, se: one.se ?? '', border: one.border };
      const expected = one.sha256_packed_rows ?? one.sha256_uint32_le ?? '';
      const received = typeof input === 'string' ? input : receivedOf(manifest, one, input);
      if (received === undefined) unsupported.push(names);
      else if (received !== expected) failed.push({ ...names, expected, received });
      done += 1;
      onProgress?.({ done, cases });
    }
  }
  return { cases, exact: cases - failed.length - unsupported.length, failed, unsupported };
}

/** SHA-256 of what a case gives, or why it gives nothing; undefined where it is not known. */
function receivedOf(manifest: Manifest, one: ManifestCase, image: BitImage): string | undefined {
  try {
    const bytes = run(manifest, one, image);
    return bytes && createHash('sha256').update(bytes).digest('hex');
  } catch (error) {
    return noResult(error);
  }
}

/** Words for what the data are at fault for; anything else goes on as it was thrown. */
function noResult(error: unknown, signal?: AbortSignal): string {
  stopIfAborted(signal);
  const isOfFile = error instanceof Error && 'syscall' in error;
  if (error instanceof OnebitError || isOfFile) return `nothing: ${error.message}`;
  throw error;
}

function casesByInput(manifest: Manifest): Map<string, ManifestCase[]> {
  const byInput = new Map<string, ManifestCase[]>();
  for (const one of manifest.outputs) {
    const others = byInput.get(one.input);
    if (others === undefined) byInput.set(one.input, [one]);
    else others.push(one);
  }
  return byInput;
}

async function inputImage(
  manifest: Manifest,
  name: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<BitImage> {
  const input = manifest.inputs.find((one) => one.name === name);
  if (input === undefined) throw wrongInput(`an input named '${name}'`, 'none', name);
  const bytes = await readFile(resolve(folder, input.file));
  const { image } = await readBitImage(bytes, {
    foreground: 'light',
    ...(signal === undefined ? {} : { signal }),
  });
  checkPixels(input, image);
  return image;
}

/** A picture read wrongly would make every case of it fail for the wrong reason. */
function checkPixels(input: ManifestInput, image: BitImage): void {
  const expected = input.sha256_packed_rows;
  if (expected === undefined) return;
  const received = createHash('sha256').update(image.packedRows()).digest('hex');
  if (received !== expected) {
    throw wrongInput(`pixels with SHA-256 ${expected}`, received, input.name);
  }
}

function wrongInput(expected: string, received: string, name: string): OnebitError {
  return new OnebitError('evaluation-data-invalid', {
    expected,
    received,
    hint: `Check the input '${name}' of the manifest and its file.`,
  });
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new OnebitError('aborted', {
    expected: 'the evaluation to go on',
    received: 'an abort signal',
    hint: 'Start it again for its result.',
    cause: signal.reason,
  });
}
