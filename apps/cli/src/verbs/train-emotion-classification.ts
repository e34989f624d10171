import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import {
  emotionRecipes,
  languageRecipes,
  trainEmotionClassification,
  trainLanguages,
} from '@onebit/training';
import { modelsFolder } from '@onebit/bnn/node';
import { interruptSignal } from '../terminal/interrupt.ts';

/** `onebit train emotion-classification`: trains a recipe and packs the model. */
export async function trainEmotions(options: {
  readonly recipe: string;
  readonly data: string;
  readonly out?: string;
  readonly work?: string;
  readonly json?: boolean;
}): Promise<void> {
  const name = options.recipe;
  const call = {
    data: options.data,
    out: options.out ?? join(modelsFolder(), name),
    ...(options.work !== undefined && { work: options.work }),
    command: `onebit train emotion-classification --recipe ${name} --data DIR`,
    signal: interruptSignal(),
    onStage: (message: string) => process.stderr.write(`${message}\n`),
  };
  if (Object.hasOwn(emotionRecipes, name)) {
    const result = await trainEmotionClassification({ recipe: emotionRecipes[name]!, ...call });
    const { macroF1 } = result.students.find(({ seed }) => seed === result.seed)!;
    print(result, macroF1, options.json);
  } else if (Object.hasOwn(languageRecipes, name)) {
    const result = await trainLanguages({ recipe: languageRecipes[name]!, ...call });
    print(result, result.mean.detected, options.json);
  } else {
    throw new OnebitError('value-invalid', {
      expected: `a recipe: ${Object.keys({ ...emotionRecipes, ...languageRecipes }).join(', ')}`,
      received: `"${name}"`,
      hint: 'Choose one of the recipes.',
    });
  }
}

function print(
  result: { readonly id: string; readonly bytes: number; readonly seconds: number },
  macroF1: number,
  json = false,
): void {
  process.stdout.write(
    json
      ? `${JSON.stringify(result)}\n`
      : `${result.id}: macro-F1 ${macroF1.toFixed(4)} on dev, ${result.bytes} bytes, ${Math.ceil(result.seconds / 60)} min\n`,
  );
}
