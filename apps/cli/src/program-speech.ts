import type { Command } from 'commander';
import { wholeNumber } from './whole-number.ts';

const JSON_OPTION = ['--json', 'one JSON document on standard output'] as const;
const MODEL_OPTION = [
  '--model <model>',
  'an identifier or a path (default: the one that ships)',
] as const;

/** The verbs round two people who talk at once. */
export function addSpeechVerbs(program: Command, evaluate: Command, train: Command): void {
  program
    .command('separate')
    .description(
      'separate two people who talk at once, one file a talker, recordings of any length',
    )
    .argument('<in...>', "WAV, FLAC, MP3 or Ogg files or patterns, '-' for standard input")
    .requiredOption('-o, --output <folder>', 'where NAME-talker-1.wav and NAME-talker-2.wav go')
    .option('--format <kind>', 'of the talkers: wav or flac', 'wav')
    .option('--talkers <number>', 'auto, or 2 to keep both tracks of a lone talker', 'auto')
    .option('--mask <kind>', 'soft or binary', 'soft')
    .option('--confidence <share>', 'least probability at which a talker gets a bin, 0 to 1')
    .option(...MODEL_OPTION)
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      `
Examples:
  onebit separate interview.wav -o talkers
  onebit separate 'calls/*.flac' -o talkers --json
  onebit separate interview.wav -o talkers --model speech-separation-female-male`,
    )
    .action(async (inputs: string[], options) => {
      const { separate } = await import('./verbs/separate.ts');
      await separate(inputs, options);
    });
  evaluate
    .command('speech-separation')
    .description('figures of a separator on mixtures with both talkers alone')
    .option('--data <folder>', 'folder with manifest.jsonl and the files it names')
    .option(
      '--pair <recording...>',
      'two recordings of one talker each: counts swaps in a long mixture',
    )
    .option('--minutes <number>', 'of that mixture', wholeNumber(1, 600), 10)
    .option(...MODEL_OPTION)
    .option(...JSON_OPTION)
    .action(async (options) => {
      const { evaluateSpeech } = await import('./verbs/evaluate-speech-separation.ts');
      await evaluateSpeech(options);
    });
  train
    .command('speech-separation')
    .description('separators of two talkers')
    .requiredOption(
      '--recipe <name>',
      'speech-separation-any, -causal, -female-male or -known-pair',
    )
    .requiredOption('--data <folder>', 'folder with manifest.jsonl, speakers and val-mixtures')
    .option('--out <folder>', 'where the model goes (default: models/RECIPE)')
    .option('--epochs <number>', 'instead of those of the recipe', wholeNumber(1, 10_000))
    .option('--seed <number>', 'of weights and mixtures', wholeNumber(0, 2 ** 31))
    .option('--start-from <checkpoint>', 'begin with the weights of another run')
    .option('--keep-checkpoint', 'leave the checkpoint for other runs to start from')
    .option('--card-only', 'train nothing: calibrate and judge the model that is there again')
    .option('--twin', 'train the real-valued twin at the same budget instead')
    .option(...JSON_OPTION)
    .addHelpText('after', '\nAn interrupted run goes on from its checkpoint when started again.')
    .action(async (options) => {
      const { trainSpeech } = await import('./verbs/train-speech-separation.ts');
      await trainSpeech(options);
    });
}
