import type { Command } from 'commander';
import { wholeNumber } from './whole-number.ts';

const JSON_OPTION = ['--json', 'one JSON document on standard output'] as const;

/**
 * The verbs round models: training them, looking at them, checking them.
 *
 * @returns the verb `train`, for further tasks
 */
export function addModelVerbs(program: Command, evaluate: Command): Command {
  evaluate
    .command('image-classification')
    .description('accuracy of a classifier of pictures on an IDX set')
    .requiredOption('--model <model>', 'an identifier, a path, or a BNN-PYNQ parameter folder')
    .requiredOption('--images <file>', 'IDX file of pictures, plain or .gz')
    .requiredOption('--labels <file>', 'IDX file of labels, plain or .gz')
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { evaluateImages } = await import('./verbs/evaluate-image-classification.ts');
      await evaluateImages(options);
    });
  program
    .command('models')
    .description('list the models that come along')
    .option('--manifest', 'write the manifest of their folder: every file with its SHA-256')
    .option('--sign <key>', 'write the manifest and sign it with a private Ed25519 key (PEM)')
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { models } = await import('./verbs/models.ts');
      await models(options);
    });
  program
    .command('inspect')
    .description('show what a model consists of, and how binary it really is')
    .argument('<model>', 'an identifier, a path, or a BNN-PYNQ parameter folder')
    .option(...JSON_OPTION)
    .action(async (model: string, options) => {
      const { inspect } = await import('./verbs/inspect.ts');
      await inspect(model, options);
    });
  program
    .command('verify')
    .description('check a model, or all models against their manifest')
    .argument('[model]', 'an identifier or a path; without one, the whole folder')
    .option('--key <file>', 'public key (PEM) that must have signed the manifest')
    .option(...JSON_OPTION)
    .action(async (model: string | undefined, options) => {
      const { verify } = await import('./verbs/verify.ts');
      await verify(model, options);
    });
  return addTrain(program);
}

function addTrain(program: Command): Command {
  const train = program
    .command('train')
    .description('train a model by a recipe of this repository');
  train
    .command('image-classification')
    .description('classifiers of pictures on MNIST and Fashion-MNIST')
    .requiredOption('--recipe <name>', 'mnist-dense, mnist-conv or fashion-mnist')
    .requiredOption('--data <folder>', 'folder of the IDX training files')
    .option('--out <folder>', 'where the model goes (default: models/RECIPE)')
    .option('--epochs <number>', 'instead of those of the recipe', wholeNumber(1, 10_000))
    .option('--seed <number>', 'of weights, order and augmentation', wholeNumber(0, 2 ** 31))
    .option('--twin', 'train the real-valued twin at the same budget instead')
    .option(...JSON_OPTION)
    .addHelpText('after', '\nAn interrupted run goes on from its checkpoint when started again.')
    .action(async (options) => {
      const { trainImages } = await import('./verbs/train-image-classification.ts');
      await trainImages(options);
    });
  return train;
}
