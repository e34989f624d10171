import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import { emotionRecipes, trainEmotionClassification } from '@onebit/training';
import { modelsFolder } from '../models/find-model.ts';
import { interruptSignal } from '../terminal/interrupt.ts';

/** `onebit train emotion-classification`: trains a recipe and packs the model. */
export async function trainEmotions(options: {
  readonly recipe: string;
  readonly data: string;
  readonly out?: string;
  readonly work?: string;
  readonly json?: boolean;
}): Promise<void> {
  const recipe = Object.hasOwn(emotionRecipes, options.recipe)
    ? emotionRecipes[options.recipe]
    : undefined;
  if (!recipe) {
    throw new OnebitError('value-invalid', {
      expected: `a recipe: ${Object.keys(emotionRecipes).join(', ')}`,
      received: `"${options.recipe}"`,
      hint: 'Choose one of the recipes.',
    });
  }
  const result = await trainEmotionClassification({
    recipe,
    data: options.data,
    out: options.out ?? join(modelsFolder(), recipe.id),
    ...(options.work !== undefined && { work: options.work }),
    command: `onebit train emotion-classification --recipe ${recipe.id} --data DIR`,
    signal: interruptSignal(),
    onStage: (message) => process.stderr.write(`${message}\n`),
  });
  process.stdout.write(
    options.json
      ? `${JSON.stringify(result)}\n`
      : `${result.id}: macro-F1 ${result.stages['one-bit codes']!.toFixed(4)} on dev, ${result.bytes} bytes, ${Math.ceil(result.seconds / 60)} min\n`,
  );
}
