import { open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readSafetensors, writeSafetensors, type Tensor } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import { floatTensor } from '../packing/tensors.ts';
import type { TrainingState } from '../trainer/state.ts';

/** The part of a state that is no float tensor. */
type Numbers = Omit<TrainingState, 'floats' | 'best'>;

const BEST = 'best/';

/**
 * Writes a checkpoint so that a crash at any moment leaves either the old one or the new one: to a
 * part file first, to the disk, and then renamed.
 *
 * @param path - where; a safetensors file
 * @param state - of the run, with the best state so far inside
 * @param fingerprint - what the run depends on: blueprint, settings, data
 */
export async function writeCheckpoint(
  path: string,
  state: TrainingState,
  fingerprint: string,
): Promise<void> {
  const tensors = new Map<string, Tensor>();
  const metadata: Record<string, string> = { fingerprint, state: numbersOf(state) };
  collect(state, '', tensors);
  if (state.best) {
    metadata['best'] = numbersOf(state.best);
    collect(state.best, BEST, tensors);
  }
  const part = `${path}.part`;
  const file = await open(part, 'w');
  try {
    await file.writeFile(writeSafetensors({ metadata, tensors }));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

/**
 * Reads a checkpoint.
 *
 * @param path - of the file
 * @param fingerprint - of the run that wants to go on
 * @returns the state, or undefined where there is no checkpoint yet
 * @throws OnebitError `checkpoint-mismatch` where it belongs to another run, or a `model-…` code
 * where the file is damaged
 */
export async function readCheckpoint(
  path: string,
  fingerprint: string,
): Promise<TrainingState | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  const { metadata, tensors } = readSafetensors(bytes);
  if (metadata['fingerprint'] !== fingerprint) {
    throw new OnebitError('checkpoint-mismatch', {
      expected: `a checkpoint of this run (${fingerprint})`,
      received: `one of another (${metadata['fingerprint']})`,
      hint: 'Train into another folder, or delete the checkpoint to start afresh.',
    });
  }
  const state = stateOf(metadata['state']!, tensors, '');
  const best = metadata['best'];
  return best === undefined ? state : { ...state, best: stateOf(best, tensors, BEST) };
}

/** Removes a checkpoint that is no longer needed. */
export async function removeCheckpoint(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

function numbersOf({ step, orderState, networkState, history }: TrainingState): string {
  return JSON.stringify({ step, orderState, networkState, history } satisfies Numbers);
}

function collect({ floats }: TrainingState, prefix: string, into: Map<string, Tensor>): void {
  for (const [name, values] of floats)
    into.set(prefix + name, floatTensor(values, [values.length]));
}

function stateOf(
  numbers: string,
  tensors: ReadonlyMap<string, Tensor>,
  prefix: string,
): TrainingState {
  const floats = new Map<string, Float32Array>();
  for (const [name, { bytes }] of tensors) {
    const best = name.startsWith(BEST);
    if (best !== (prefix === BEST)) continue;
    floats.set(name.slice(prefix.length), new Float32Array(bytes.slice().buffer));
  }
  return { ...(JSON.parse(numbers) as Numbers), floats };
}
