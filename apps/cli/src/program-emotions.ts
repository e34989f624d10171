import type { Command } from 'commander';

const JSON_OPTION = ['--json', 'one JSON document on standard output'] as const;
const MODEL_OPTION = [
  '--model <model>',
  'an identifier or a path (default: the one that ships)',
] as const;

/** The verbs round the emotions of texts. */
export function addEmotionVerbs(program: Command, evaluate: Command, train: Command): void {
  program
    .command('emotions')
    .description('tell the emotions of texts')
    .argument('[text...]', 'texts; without any and without --input, lines of standard input')
    .option('--input <file>', 'file of texts: .txt, .tsv (first column), .jsonl, .csv')
    .option('--column <name>', 'member of .jsonl or column of .csv with the text', 'text')
    .option('--threshold <share>', 'one threshold from 0 to 1 for all labels')
    .option('--explain', 'the n-grams that spoke for each label')
    .option(...MODEL_OPTION)
    .option('--ndjson', 'one JSON document a text on standard output')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `
Examples:
  onebit emotions 'Thank you so much!' 'I am scared.'
  onebit emotions --explain 'What a lovely surprise'
  onebit emotions --input survey.csv --column answer --ndjson > emotions.ndjson`,
    )
    .action(async (texts: string[], options) => {
      const { emotions } = await import('./verbs/emotions.ts');
      await emotions(texts, options);
    });
  evaluate
    .command('emotion-classification')
    .description('figures of a classifier of emotions on labelled texts')
    .requiredOption('--data <file>', 'lines of text TAB comma-separated labels, plain or .gz')
    .option(...MODEL_OPTION)
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { evaluateEmotions } = await import('./verbs/evaluate-emotion-classification.ts');
      await evaluateEmotions(options);
    });
  train
    .command('emotion-classification')
    .description('classifiers of emotions on GoEmotions')
    .requiredOption('--recipe <name>', 'emotion-goemotions or emotion-goemotions-small')
    .requiredOption('--data <folder>', 'folder with train.tsv, dev.tsv and emotions.txt')
    .option('--out <folder>', 'where the model goes (default: models/RECIPE)')
    .option('--work <folder>', 'where finished stages are kept, so that a run goes on')
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { trainEmotions } = await import('./verbs/train-emotion-classification.ts');
      await trainEmotions(options);
    });
}
