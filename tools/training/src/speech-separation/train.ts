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
  type TrainingProgress,
} from '@onebit/bnn-training';
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from '@onebit/bnn-training/node';
import { readMixtures, readSpeakers, type Speaker } from '@onebit/datasets';
import { FRAME_SIZE, SAMPLE_RATE } from '@onebit/speech-separation';
import { writeSpeechCard } from './card.ts';
import { courseTo } from './course.ts';
import { readHeldBack, type HeldBackMixture } from './held-back-mixtures.ts';
import { knownPair } from './known-pair.ts';
import { mixtureTask } from './mixture-task.ts';
import { CROP_FRAMES, type SpeechRecipe } from './recipes.ts';
import { readEarlier, startFrom } from './start-from.ts';
import { ADULT } from './talker-pairs.ts';
import type { TrainedSpeechModel } from './trained-model.ts';
import { writeWhole } from '../write-whole.ts';

/** What a training run of a separator is given. */
export interface TrainSpeechOptions {
  readonly recipe: SpeechRecipe;
  /** Folder with `manifest.jsonl`, the speakers' files and `val-mixtures`. */
  readonly data: string;
  /** Folder that the model, its record and its checkpoint go to. */
  readonly out: string;
  /** Trains the real-valued twin at the same budget instead; nothing is packed. */
  readonly twin?: boolean;
  /** Checkpoint of another run of the same layout, whose weights this one begins with. */
  readonly startFrom?: string;
  /** Leaves the checkpoint of the finished run where it is, for others to start from. */
  readonly keepCheckpoint?: boolean;
  readonly epochs?: number;
  readonly seed?: number;
  /** The command as it was typed, for the provenance. */
  readonly command: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
}

/**
 * Trains a separator by a recipe, from a checkpoint where there is one, and packs it.
 *
 * @returns the course of the run; the model lies in `out`
 * @throws OnebitError `dataset-unreadable`, `checkpoint-mismatch`, `aborted`
 */
export async function trainSpeechSeparation(
  options: TrainSpeechOptions,
): Promise<TrainedSpeechModel> {
  const { data, out, twin = false, signal } = options;
  const earlier =
    options.startFrom === undefined
      ? undefined
      : await readEarlier(options.startFrom, options.recipe.layouts);
  const refinement = earlier && options.recipe.refinement;
  const recipe = {
    ...options.recipe,
    ...(refinement && { voices: refinement.voices }),
    settings: {
      ...options.recipe.settings,
      ...refinement?.rates,
      ...(options.epochs !== undefined && { epochs: options.epochs }),
      ...(options.seed !== undefined && { seed: options.seed }),
    },
  };
  const { settings, stepsPerEpoch } = recipe;
  const blueprint = twin ? realTwin(recipe.blueprint) : recipe.blueprint;
  const mixtures = join(data, 'val-mixtures');
  const { speakers, heldBack } = recipe.known
    ? knownPair(await readSpeakers(data, 'known'), recipe.known)
    : await readSet(data, mixtures, recipe);
  const digests: Record<string, string> = {
    'manifest.jsonl': await sha256(join(data, 'manifest.jsonl')),
    'val-mixtures/manifest.jsonl': await sha256(join(mixtures, 'manifest.jsonl')),
  };
  if (options.startFrom) digests['started from'] = await sha256(options.startFrom);
  await mkdir(out, { recursive: true });
  const checkpoint = join(out, `${blueprint.id}.checkpoint`);
  const fingerprint = digestOf(JSON.stringify({ blueprint, settings, stepsPerEpoch, digests }));
  const start =
    (await readCheckpoint(checkpoint, fingerprint)) ??
    (earlier && startFrom(earlier, settings.seed, blueprint, recipe.layouts));
  const { network, history, best } = await train(
    blueprint,
    mixtureTask(speakers, heldBack, recipe),
    settings,
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
  const samples = speakers.reduce((sum, speaker) => sum + speaker.samples.length, 0);
  const crops = history.length * stepsPerEpoch * settings.batchSize;
  const result = {
    id: blueprint.id,
    history,
    best,
    seconds,
    speakers: speakers.length,
    minutes: samples / 8000 / 60,
    heldBackMixtures: heldBack.length,
    course: options.startFrom ? await courseTo(options.startFrom) : [],
    hoursHeard: (crops * CROP_FRAMES * HOP_SECONDS) / 3600,
    data: digests,
  };
  if (twin) {
    await writeWhole(join(out, 'twin.json'), json(result));
    if (!options.keepCheckpoint) await removeCheckpoint(checkpoint);
    return result;
  }
  const { network: description, tensors } = packNetwork(
    network,
    {
      command: options.command,
      seed: settings.seed,
      data: digests,
      metrics: { heldBackSiSdrImprovement: best.metric },
      seconds: Math.round(seconds),
      licence: 'Apache-2.0',
      source:
        'speechocean762 (Zhang et al., Interspeech 2021; Apache-2.0) and three readers of LibriSpeech (Panayotov et al., ICASSP 2015; CC BY 4.0)',
    },
    { stepsPerUnit: LAST_STEPS },
  );
  const file = writeModel(description, tensors);
  await writeWhole(join(out, MODEL_FILE), file);
  const trained = { ...result, bytes: file.byteLength };
  await writeWhole(join(out, 'training.json'), json(trained));
  if (!options.keepCheckpoint) await removeCheckpoint(checkpoint);
  if (!recipe.known) await writeSpeechCard(out, mixtures);
  return trained;
}

/** Everyone to train on, and mixtures of others. */
async function readSet(
  data: string,
  mixtures: string,
  { talkers, causal }: SpeechRecipe,
): Promise<{ speakers: readonly Speaker[]; heldBack: readonly HeldBackMixture[] }> {
  const pairOfSexes = talkers === 'female-male';
  const speakers = [
    ...(await readSpeakers(data, 'train')).filter(
      (speaker) => !pairOfSexes || isPlainAdult(speaker),
    ),
    ...(await readSpeakers(data, 'known')),
  ];
  const entries = (await readMixtures(mixtures)).filter(
    ({ kind }) => !pairOfSexes || kind === 'adult-FM',
  );
  const heldBack = await Promise.all(
    entries.map((entry) => readHeldBack(mixtures, entry, pairOfSexes, causal)),
  );
  return { speakers, heldBack };
}

/** An adult whose pitch fits the label: what a mask for the woman can be learned from. */
const isPlainAdult = ({ age, sexDoubtful }: Speaker): boolean =>
  age !== undefined && age >= ADULT && !sexDoubtful;

/** Steps a unit before the last layer: what reaches it stays within ±16. */
const LAST_STEPS = 8;
/** Seconds from one frame to the next. */
const HOP_SECONDS = FRAME_SIZE / 2 / SAMPLE_RATE;

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const digestOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');
const sha256 = async (path: string): Promise<string> => digestOf(await readFile(path));
