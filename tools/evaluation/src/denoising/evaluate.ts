import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import type { BitImage } from '@onebit/image';
import { readBitImage } from '@onebit/image/node';
import type { LearnedFilter } from '@onebit/morphology';
import { type CleaningScores, cleaningScores } from './scores.ts';

/** What {@link evaluateDenoising} found. */
export interface DenoisingEvaluation extends CleaningScores {
  /** Pages compared. */
  readonly pairs: number;
  /** What cleaned them. */
  readonly model: string;
}

/** Options of {@link evaluateDenoising}. */
export interface DenoisingEvaluationOptions {
  readonly signal?: AbortSignal;
  /** Called after each page. */
  readonly onProgress?: (progress: { readonly done: number; readonly pairs: number }) => void;
}

const NOISY = /^(.+)_noisy\.png$/;

/**
 * Cleans every `NAME_noisy.png` of a folder and compares it with `NAME_clean.png`.
 *
 * @param folder - pairs of PNG files; which side is ink is found for the clean page and holds for both
 * @param filter - what cleans the pages
 * @param model - the name to report
 * @throws OnebitError `evaluation-data-invalid`, `aborted`, and the errors of reading an image
 */
export async function evaluateDenoising(
  folder: string,
  filter: Pick<LearnedFilter, 'apply'>,
  model: string,
  { signal, onProgress }: DenoisingEvaluationOptions = {},
): Promise<DenoisingEvaluation> {
  const names = await namesOf(folder);
  const cleaned: BitImage[] = [];
  const clean: BitImage[] = [];
  for (const name of names) {
    if (signal?.aborted === true) {
      throw new OnebitError('aborted', {
        expected: 'the evaluation to go on',
        received: 'an abort signal',
        hint: 'Start it again for its result.',
        cause: signal.reason,
      });
    }
    const { image: target, report } = await readBitImage(
      await bytesOf(join(folder, `${name}_clean.png`)),
    );
    // Noise could tip the balance that tells ink from paper: the clean page decides for both.
    const { image: noisy } = await readBitImage(await bytesOf(join(folder, `${name}_noisy.png`)), {
      foreground: report.foreground,
    });
    if (noisy.width !== target.width || noisy.height !== target.height) {
      throw new OnebitError('evaluation-data-invalid', {
        expected: `${name}_clean.png of ${noisy.width}x${noisy.height}`,
        received: `${target.width}x${target.height}`,
        hint: 'Both pages of a pair have one size.',
      });
    }
    cleaned.push(filter.apply(noisy));
    clean.push(target);
    noisy.dispose();
    onProgress?.({ done: clean.length, pairs: names.length });
  }
  const scores = cleaningScores(cleaned, clean);
  for (const image of [...cleaned, ...clean]) image.dispose();
  return { pairs: names.length, ...scores, model };
}

async function namesOf(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new OnebitError('evaluation-data-invalid', {
      expected: `a folder at ${folder}`,
      received: (cause as NodeJS.ErrnoException).code ?? 'none',
      hint: 'Give the folder of the NAME_noisy.png and NAME_clean.png files.',
      cause,
    });
  });
  const names = files.flatMap((file) => NOISY.exec(file)?.[1] ?? []).sort();
  const lonely = names.find((name) => !files.includes(`${name}_clean.png`));
  if (names.length > 0 && lonely === undefined) return names;
  throw new OnebitError('evaluation-data-invalid', {
    expected: 'NAME_noisy.png and NAME_clean.png pairs',
    received: lonely === undefined ? 'no NAME_noisy.png' : `${lonely}_noisy.png alone`,
    hint: 'Give both pictures of every pair.',
  });
}

async function bytesOf(path: string): Promise<Uint8Array> {
  return readFile(path);
}
