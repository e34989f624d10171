import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeModel } from '@onebit/bnn';
import { MODEL_FILE } from '@onebit/bnn/node';
import {
  packNetwork,
  realTwin,
  train,
  type EpochRecord,
  type TrainableNetwork,
  type TrainingProgress,
} from '@onebit/bnn-training';
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from '@onebit/bnn-training/node';
import { readIdxImages, readIdxLabels } from '@onebit/datasets';
import { TEST_IMAGES, TEST_LABELS, writeImageCard } from './card.ts';
import { accuracyOn, pictureTask } from './picture-task.ts';
import type { ImageRecipe } from './recipes.ts';
import type { TrainedImageModel } from './trained-model.ts';
import { writeWhole } from '../write-whole.ts';

/** What a training run of pictures is given. */
export interface TrainImageOptions {
  readonly recipe: ImageRecipe;
  /** Folder with `train-images-idx3-ubyte.gz` and `train-labels-idx1-ubyte.gz`. */
  readonly data: string;
  /** Folder that the model, its metrics and its checkpoint go to. */
  readonly out: string;
  /** Trains the real-valued twin at the same budget instead; nothing is packed. */
  readonly twin?: boolean;
  readonly epochs?: number;
  readonly seed?: number;
  /** The command as it was typed, for the provenance. */
  readonly command: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
}

const IMAGES = 'train-images-idx3-ubyte.gz';
const LABELS = 'train-labels-idx1-ubyte.gz';

/**
 * Trains a classifier of pictures by a recipe, from a checkpoint where there is one, and packs it.
 *
 * @returns the course of the run; the model lies in `out`
 * @throws OnebitError `dataset-unreadable`, `checkpoint-mismatch`, `aborted`
 */
export async function trainImageClassification(
  options: TrainImageOptions,
): Promise<TrainedImageModel> {
  const { data, out, twin = false, signal } = options;
  const recipe = {
    ...options.recipe,
    settings: {
      ...options.recipe.settings,
      ...(options.epochs !== undefined && { epochs: options.epochs }),
      ...(options.seed !== undefined && { seed: options.seed }),
    },
  };
  const blueprint = twin ? realTwin(recipe.blueprint) : recipe.blueprint;
  const digests = {
    [IMAGES]: await sha256(join(data, IMAGES)),
    [LABELS]: await sha256(join(data, LABELS)),
  };
  const task = pictureTask(
    await readIdxImages(join(data, IMAGES)),
    await readIdxLabels(join(data, LABELS)),
    recipe,
  );
  await mkdir(out, { recursive: true });
  const checkpoint = join(out, `${blueprint.id}.checkpoint`);
  const fingerprint = digestOf(JSON.stringify({ blueprint, settings: recipe.settings, digests }));
  const start = await readCheckpoint(checkpoint, fingerprint);
  const { network, history, best } = await train(
    blueprint,
    task,
    recipe.settings,
    {
      ...(signal && { signal }),
      ...(options.onProgress && { onProgress: options.onProgress }),
      async onEpoch(record, state) {
        await writeCheckpoint(checkpoint, state, fingerprint);
        options.onEpoch?.(record);
      },
    },
    start,
  );
  const seconds = history.reduce((sum, record) => sum + record.seconds, 0);
  const result = { id: blueprint.id, history, best, seconds, data: digests };
  if (twin) {
    const judged = { ...result, testAccuracy: await testAccuracy(data, network) };
    await writeWhole(join(out, 'twin.json'), json(judged));
    await removeCheckpoint(checkpoint);
    return judged;
  }
  const { network: description, tensors } = packNetwork(network, {
    command: options.command,
    seed: recipe.settings.seed,
    data: digests,
    metrics: { heldBackAccuracy: best.metric },
    seconds: Math.round(seconds),
    licence: recipe.licence,
    source: recipe.attribution,
  });
  const file = writeModel(description, tensors);
  await writeWhole(join(out, MODEL_FILE), file);
  const trained = { ...result, bytes: file.byteLength };
  await writeWhole(join(out, 'training.json'), json(trained));
  await removeCheckpoint(checkpoint);
  await writeImageCard(out, data);
  return trained;
}

/** Accuracy of a network that is not packed on the test part of a set. */
async function testAccuracy(data: string, network: TrainableNetwork): Promise<number> {
  const images = await readIdxImages(join(data, TEST_IMAGES));
  const labels = await readIdxLabels(join(data, TEST_LABELS));
  return accuracyOn(images, labels, Uint32Array.from(labels.keys()), (samples, count) =>
    network.infer(samples, count),
  );
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const digestOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');
const sha256 = async (path: string): Promise<string> => digestOf(await readFile(path));
