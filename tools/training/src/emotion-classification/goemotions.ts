import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLabelNames, readLabelledTexts, type LabelledTexts } from '@onebit/datasets';
import { OnebitError } from '@onebit/errors';

/** GoEmotions as a training run needs it. */
export interface GoEmotions {
  readonly labels: readonly string[];
  readonly train: LabelledTexts;
  readonly dev: LabelledTexts;
  /** `[texts, labels]` of 0 and 1. */
  readonly trainTruth: Float32Array;
  readonly devTruth: Uint8Array;
  /** SHA-256 of each file. */
  readonly digests: Readonly<Record<string, string>>;
}

const FILES = ['train.tsv', 'dev.tsv', 'emotions.txt'] as const;

/**
 * Reads the train and dev parts.
 *
 * @param folder - with `train.tsv`, `dev.tsv` and `emotions.txt`
 * @throws OnebitError `dataset-unreadable`
 */
export async function readGoEmotions(folder: string): Promise<GoEmotions> {
  const digests = Object.fromEntries(
    await Promise.all(FILES.map(async (name) => [name, await sha256(join(folder, name))] as const)),
  );
  const labels = await readLabelNames(join(folder, 'emotions.txt'));
  const train = await readLabelledTexts(join(folder, 'train.tsv'), labels);
  const dev = await readLabelledTexts(join(folder, 'dev.tsv'), labels);
  return {
    labels,
    train,
    dev,
    trainTruth: Float32Array.from(truthOf(train, labels.length)),
    devTruth: truthOf(dev, labels.length),
    digests,
  };
}

function truthOf(data: LabelledTexts, labels: number): Uint8Array {
  const truth = new Uint8Array(data.texts.length * labels);
  data.labels.forEach((own, row) => {
    for (const label of own) truth[row * labels + label] = 1;
  });
  return truth;
}

const sha256 = async (path: string): Promise<string> => {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch (cause) {
    throw new OnebitError('dataset-unreadable', {
      expected: `a file ${path}`,
      received: (cause as NodeJS.ErrnoException).code ?? 'none',
      hint: 'Give the folder of GoEmotions with train.tsv, dev.tsv and emotions.txt.',
      cause,
    });
  }
};
