import { basename, join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import { speechRecipes, trainSpeechSeparation, writeSpeechCard } from '@onebit/training';
import { modelsFolder } from '@onebit/bnn/node';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

interface TrainSpeechWords {
  readonly recipe: string;
  readonly data: string;
  readonly out?: string;
  readonly epochs?: number;
  readonly seed?: number;
  readonly startFrom?: string;
  readonly keepCheckpoint?: boolean;
  readonly twin?: boolean;
  readonly cardOnly?: boolean;
  readonly json?: boolean;
}

/** `onebit train speech-separation`: trains a recipe, resuming where a run was interrupted. */
export async function trainSpeech(options: TrainSpeechWords): Promise<void> {
  const recipe = Object.hasOwn(speechRecipes, options.recipe)
    ? speechRecipes[options.recipe]
    : undefined;
  if (!recipe) {
    throw new OnebitError('value-invalid', {
      expected: `a recipe: ${Object.keys(speechRecipes).join(', ')}`,
      received: `"${options.recipe}"`,
      hint: 'Choose one of the recipes.',
    });
  }
  const out = options.out ?? join(modelsFolder(), options.recipe);
  if (options.cardOnly) {
    await writeSpeechCard(out, join(options.data, 'val-mixtures'));
    process.stdout.write(`${join(out, 'README.md')}\n`);
    return;
  }
  const { epochs, seed, startFrom, keepCheckpoint = false, twin = false } = options;
  const line = progressLine();
  const result = await trainSpeechSeparation({
    recipe,
    data: options.data,
    out,
    twin,
    keepCheckpoint,
    ...(epochs !== undefined && { epochs }),
    ...(seed !== undefined && { seed }),
    ...(startFrom !== undefined && { startFrom }),
    command: commandOf(options),
    signal: interruptSignal(),
    onProgress: ({ done, epoch, epochs: all, loss, etaSeconds }) =>
      line.show(
        done,
        `epoch ${epoch} of ${all}, loss ${loss.toFixed(2)} dB, ${minutes(etaSeconds)} left`,
      ),
    onEpoch: ({ epoch, loss, metric, seconds }) => {
      line.clear();
      process.stderr.write(
        `epoch ${epoch}: loss ${loss.toFixed(2)} dB, held-back improvement ${metric.toFixed(2)} dB, ${seconds.toFixed(0)} s\n`,
      );
    },
  });
  line.clear();
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { best, bytes, seconds } = result;
  const size = bytes === undefined ? 'a real-valued twin, not packed' : `${bytes} bytes`;
  process.stdout.write(
    `${result.id}: ${best.metric.toFixed(2)} dB on held-back mixtures after epoch ${best.epoch}, ${size}, ${minutes(seconds)}\n`,
  );
}

const minutes = (seconds: number): string => `${Math.ceil(seconds / 60)} min`;

/** The command that makes the same model again, as the provenance keeps it: without machine paths. */
function commandOf({ recipe, epochs, seed, startFrom }: TrainSpeechWords): string {
  const words = ['onebit train speech-separation', `--recipe ${recipe}`, '--data DIR'];
  if (epochs !== undefined) words.push(`--epochs ${epochs}`);
  if (seed !== undefined) words.push(`--seed ${seed}`);
  if (startFrom !== undefined) words.push(`--start-from ${basename(startFrom)}`);
  return words.join(' ');
}
