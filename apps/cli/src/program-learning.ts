import type { Command } from 'commander';
import { wholeNumber } from './whole-number.ts';

const JSON_OPTION = ['--json', 'one JSON document on standard output'] as const;

/** The verbs round filters that are learned from examples. */
export function addLearningVerbs(program: Command, evaluate: Command, train: Command): void {
  evaluate
    .command('denoising')
    .description('how near cleaned pages come to clean ones: F, IoU, PSNR, DRD')
    .requiredOption('--data <folder>', 'folder of NAME_noisy.png and NAME_clean.png')
    .option('--model <filter>', 'a learned filter: a name or a path', 'document-cleaning')
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { evaluateCleaning } = await import('./verbs/evaluate-denoising.ts');
      await evaluateCleaning(options);
    });
  train
    .command('denoising')
    .description('the document cleaning filter, from clean pages soiled by a noise law')
    .requiredOption('--data <folder>', 'folder of the binary pages')
    .option('--out <folder>', 'where the model goes (default: models/document-cleaning)')
    .option('--seed <number>', 'of crops, noise and learning', wholeNumber(0, 2 ** 31), 1)
    .option('--crops <number>', 'crops of each large page', wholeNumber(1, 100), 6)
    .option('--samples <number>', 'windows to learn from', wholeNumber(1000, 2 ** 24), 1_000_000)
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { trainCleaning } = await import('./verbs/train-denoising.ts');
      await trainCleaning(options);
    });
  const reproduce = program
    .command('reproduce')
    .description('run the experiments of a paper again, with the baselines beside it');
  reproduce
    .command('bimonn')
    .description('BiMoNN: known operators learned back from before/after pairs')
    .option('--seed <number>', 'of pictures and searches', wholeNumber(0, 2 ** 31), 11)
    .option('--seeds <number>', 'trainings by gradient, each row', wholeNumber(1, 100), 10)
    .option('--steps <number>', 'gradient steps of a training', wholeNumber(1, 100_000), 600)
    .option('--mnist <file>', 'IDX file of MNIST pictures, for the rows of inverted digits')
    .option('--out <file>', 'write the tables to a Markdown file as well')
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { reproduceBimonn } = await import('./verbs/reproduce-bimonn.ts');
      await reproduceBimonn(options);
    });
  reproduce
    .command('jbnn')
    .description('JBNN: one network with a binary head a label, a network a label, a softmax')
    .requiredOption('--data <folder>', 'GoEmotions: train.tsv, dev.tsv and emotions.txt')
    .option('--ekman', "Ekman's six emotions and neutral instead of the 28 labels")
    .option(
      '--texts <number>',
      'training texts; of all, 41410, the run takes four times as long',
      wholeNumber(100, 100_000),
      10_000,
    )
    .option('--judged <number>', 'texts of dev that are judged', wholeNumber(1, 100_000), 5426)
    .option('--epochs <number>', 'passes over the training texts', wholeNumber(1, 1000), 3)
    .option('--seed <number>', 'of vectors, weights and order', wholeNumber(0, 2 ** 31), 1)
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { reproduceJbnn } = await import('./verbs/reproduce-jbnn.ts');
      await reproduceJbnn(options);
    });
  reproduce
    .command('simpson')
    .description('Simpson: masks for two known talkers, real-valued and 1-bit, over the confidence')
    .requiredOption('--data <folder>', 'folder with NAME_train.flac and NAME_test.flac')
    .option('--talkers <name...>', 'two of them', ['ls19', 'ls26'])
    .option(
      '--epochs <number>',
      'of each form: 80 take about five minutes',
      wholeNumber(1, 10_000),
      80,
    )
    .option('--mixtures <number>', 'of five seconds to test on', wholeNumber(1, 1000), 16)
    .option('--seed <number>', 'of weights and windows', wholeNumber(0, 2 ** 31), 1)
    .option('--out <folder>', 'write the curves to SVG files as well')
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { reproduceKnownPair } = await import('./verbs/reproduce-simpson.ts');
      await reproduceKnownPair(options);
    });
}
