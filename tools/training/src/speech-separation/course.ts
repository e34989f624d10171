import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadModel } from '@onebit/bnn/node';
import type { EpochRecord } from '@onebit/bnn-training';

/** One run on the way to a model. */
export interface Stage {
  readonly command: string;
  readonly epochs: number;
  readonly seconds: number;
  readonly hoursHeard: number;
}

/** What of an earlier run's record matters to its successor. */
interface EarlierRun {
  readonly course?: readonly Stage[];
  readonly history: readonly EpochRecord[];
  readonly seconds: number;
  readonly hoursHeard: number;
}

/**
 * The runs that led to a checkpoint, oldest first, as far as its folder tells: the model and the
 * record that the last of them left beside it.
 *
 * @param checkpoint - path of the checkpoint
 */
export async function courseTo(checkpoint: string): Promise<readonly Stage[]> {
  const folder = dirname(checkpoint);
  const text = await readFile(join(folder, 'training.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const { course = [], history, seconds, hoursHeard } = JSON.parse(text) as EarlierRun;
  const { command } = (await loadModel(folder)).network.provenance;
  return [...course, { command, epochs: history.length, seconds, hoursHeard }];
}
