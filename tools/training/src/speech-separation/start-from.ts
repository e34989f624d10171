import { readFile } from 'node:fs/promises';
import { readSafetensors } from '@onebit/bnn';
import { Random, type TrainingState } from '@onebit/bnn-training';
import { OnebitError } from '@onebit/errors';

/** Names of the best epoch's tensors in a checkpoint begin with this. */
const BEST = 'best/';

/**
 * A fresh run's state with the weights that another run of the same layout ended with: step,
 * moments and random numbers start anew.
 *
 * @param path - a checkpoint of that run; the weights of its best epoch are taken
 * @param seed - of the new run
 * @throws OnebitError `checkpoint-mismatch` where it cannot be read
 */
export async function startFrom(path: string, seed: number): Promise<TrainingState> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new OnebitError('checkpoint-mismatch', {
      expected: `a checkpoint at ${path}`,
      received: (error as Error).message,
      hint: 'Train the other model with --keep-checkpoint first.',
    });
  });
  const { tensors } = readSafetensors(bytes);
  const floats = new Map<string, Float32Array>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith(BEST)) continue;
    const best = tensors.get(BEST + name) ?? tensor;
    const values = new Float32Array(best.bytes.slice().buffer);
    if (name.endsWith('#first') || name.endsWith('#second')) values.fill(0);
    floats.set(name, values);
  }
  return {
    step: 0,
    orderState: new Random(seed + 1).state,
    networkState: new Random(seed).state,
    history: [],
    floats,
  };
}
