import type { Command } from 'commander';

const JSON_OPTION = ['--json', 'one JSON document on standard output'] as const;
const MODEL_OPTION = [
  '--model <model>',
  'an identifier or a path (default: the one that ships)',
] as const;

const LANGUAGE_OPTION = [
  '--language <code>',
  'language of the texts, for a model of several (default: detected)',
] as const;

/** The verbs round the emotions of texts. */
export function addEmotionVerbs(program: Command, evaluate: Command, train: Command): void {
  program
    .command('emotions')
    .description('tell the emotions of texts')
    .argument('[text...]', 'texts; without any and without --input, lines of standard input')
    .option('--input <file>', 'file of texts, UTF-8: .txt (a text a line), .csv, .tsv, .jsonl')
    .option(
      '--column <name>',
      'column of .csv or .tsv by name or number, or member of .jsonl (default: text)',
    )
    .option('--threshold <share>', 'one threshold from 0 to 1 for all labels; groups keep theirs')
    .option('--explain', 'the n-grams that spoke loudest for each label')
    .option('--co-occurrence', 'at the end, which labels were told together')
    .option(...LANGUAGE_OPTION)
    .option(...MODEL_OPTION)
    .option('--ndjson', 'one JSON document a text on standard output, with its row and record')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `
The first line of .csv names its columns. Of .tsv it does where --column names one by a word, and where
one of its fields is called text, texts, comment, message, answer, body, content or review: without
--column the texts are in that column, else in the first, and the first line is a text like the others.

--ndjson and --json tell of each text its row and, of .csv, .tsv and .jsonl, the whole record as
"source". Rows are counted from 1: lines, or records of a table without its heading and empty lines.

--explain shows of each label the five that spoke loudest, with their log-odds: words and pairs of words
(^ and $ are the beginning and end of the text), runs of characters (· is the edge of a word, … what the
run leaves open) and [windows of words] whose order spoke. --json and --ndjson have more of them.

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
    .option(...LANGUAGE_OPTION)
    .option(...MODEL_OPTION)
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { evaluateEmotions } = await import('./verbs/evaluate-emotion-classification.ts');
      await evaluateEmotions(options);
    });
  train
    .command('emotion-classification')
    .description('classifiers of emotions on GoEmotions, BRIGHTER or XED')
    .requiredOption(
      '--recipe <name>',
      'emotion-goemotions, emotion-goemotions-small, emotion-brighter or emotion-xed',
    )
    .requiredOption('--data <folder>', 'folder of the data set as it was published')
    .option('--out <folder>', 'where the model goes (default: models/RECIPE)')
    .option('--work <folder>', 'where finished stages are kept, so that a run goes on')
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { trainEmotions } = await import('./verbs/train-emotion-classification.ts');
      await trainEmotions(options);
    });
}
