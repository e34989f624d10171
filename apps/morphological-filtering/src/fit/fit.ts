import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import { LearnedFilter, type Proof } from '@onebit/morphology';
import { milliseconds, ownBuffer } from '../filter.ts';
import type { FitParameters } from './parameters.ts';
import { type PairFiles, pairsOfZip } from './pair-files.ts';
import { type FitLimits, readPairs } from './read-pairs.ts';

/** What the worker gets. */
export interface FitInput {
  /** The pairs, or a zip of them. */
  readonly pairs: readonly PairFiles[] | Uint8Array;
  readonly parameters: FitParameters;
  readonly limits: FitLimits;
}

/** What the worker answers. */
export interface FitOutput {
  /** The model file. */
  readonly file: Uint8Array;
  /** The filter as a sequence that anyone can read; null where it is a table. */
  readonly sequence: string | null;
  readonly description: string;
  readonly proof: Proof;
  /** Bytes of the tables; a sequence takes none. */
  readonly bytes: number;
  readonly foreground: 'dark' | 'light';
  readonly milliseconds: number;
}

/** Share of the work that reading the pictures is. */
const READ = 0.05;

/** Learns a filter from pairs of pictures. */
export async function fit(input: FitInput, context: WorkContext): Promise<WorkResult> {
  const { parameters, limits } = input;
  const { signal, onProgress } = context;
  const started = performance.now();
  const files =
    input.pairs instanceof Uint8Array ? await pairsOfZip(input.pairs, limits) : input.pairs;
  const { pairs, foreground } = await readPairs(files, parameters, limits, signal);
  onProgress(READ);
  try {
    const filter = await LearnedFilter.fit(pairs, {
      ...parameters.fit,
      signal,
      onProgress: ({ fraction }) => {
        onProgress(READ + (1 - READ) * fraction);
      },
    });
    const file = filter.toModel();
    const output: FitOutput = {
      file,
      sequence: filter.sequence?.toString() ?? null,
      description: filter.toString(),
      proof: filter.proof,
      bytes: filter.bytes,
      foreground,
      milliseconds: milliseconds(started, performance.now()),
    };
    return { value: output, transfer: ownBuffer(file) };
  } finally {
    for (const { before, after } of pairs) {
      before.dispose();
      after.dispose();
    }
  }
}
