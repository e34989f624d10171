import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import { imageRecipes, trainImageClassification } from '@onebit/training';
import { modelsFolder } from '@onebit/bnn/node';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** `onebit train image-classification`: trains a recipe, resuming where a run was interrupted. */
export async function trainImages(options: {
  readonly recipe: string;
  readonly data: string;
  readonly out?: string;
  readonly epochs?: number;
  readonly seed?: number;
  readonly twin?: boolean;
  readonly json?: boolean;
}): Promise<void> {
  const recipe = imageRecipes[options.recipe];
  if (!recipe) {
    throw new OnebitError('value-invalid', {
      expected: `a recipe: ${Object.keys(imageRecipes).join(', ')}`,
      received: `"${options.recipe}"`,
      hint: 'Choose one of the recipes.',
    });
  }
  const { epochs, seed, twin = false } = options;
  const line = progressLine();
  const result = await trainImageClassification({
    recipe,
    data: options.data,
    out: options.out ?? join(modelsFolder(), options.recipe),
    twin,
    ...(epochs !== undefined && { epochs }),
    ...(seed !== undefined && { seed }),
    command: commandOf(options),
    signal: interruptSignal(),
    onProgress: ({ done, epoch, epochs: all, loss, etaSeconds }) =>
      line.show(
        done,
        `epoch ${epoch} of ${all}, loss ${loss.toFixed(3)}, ${minutes(etaSeconds)} left`,
      ),
    onEpoch: ({ epoch, loss, metric, seconds }) => {
      line.clear();
      process.stderr.write(
        `epoch ${epoch}: loss ${loss.toFixed(4)}, held-back accuracy ${(metric * 100).toFixed(2)} %, ${seconds.toFixed(0)} s\n`,
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
    `${result.id}: ${(best.metric * 100).toFixed(2)} % on held-back pictures after epoch ${best.epoch}, ${size}, ${minutes(seconds)}\n`,
  );
}

const minutes = (seconds: number): string => `${Math.ceil(seconds / 60)} min`;

/** The command that makes the same model again, as the provenance keeps it: without machine paths. */
function commandOf({
  recipe,
  epochs,
  seed,
}: {
  recipe: string;
  epochs?: number;
  seed?: number;
}): string {
  const words = ['onebit train image-classification', `--recipe ${recipe}`, '--data DIR'];
  if (epochs !== undefined) words.push(`--epochs ${epochs}`);
  if (seed !== undefined) words.push(`--seed ${seed}`);
  return words.join(' ');
}
