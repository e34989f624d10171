import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addEmotionVerbs } from './program-emotions.ts';
import { addLearningVerbs } from './program-learning.ts';
import { addModelVerbs } from './program-models.ts';
import { addSpeechVerbs } from './program-speech.ts';
import { wholeNumber } from './whole-number.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

/**
 * The command line: what every verb is called with. The verbs themselves are loaded when they are
 * run, so that help and usage errors answer at once.
 */
export function makeProgram(): Command {
  const program = new Command('onebit')
    .description('Binary neural networks and binary morphology on 1-bit kernels.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(add --help for the usage)')
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage.');

  addFilter(program);
  addServe(program);
  const evaluate = addEvaluate(program);
  const train = addModelVerbs(program, evaluate);
  addEmotionVerbs(program, evaluate, train);
  addSpeechVerbs(program, evaluate, train);
  addLearningVerbs(program, evaluate, train);
  addBench(program);
  addDoctor(program);
  return program;
}

function addFilter(program: Command): void {
  program
    .command('filter')
    .description('filter images by a sequence of morphological operations')
    .argument('<sequence>', "e.g. 'open:disk1 + close:rect3x3'")
    .argument('<in...>', "image files, patterns or folders, '-' for standard input; last OUT")
    .usage(
      "[options] SEQUENCE IN… [OUT]\n\nOUT is a file, a folder, or '-' for standard output; a file of its name is replaced.",
    )
    .option('-o, --output <path>', 'the output; all other paths are inputs')
    .option('--border <rule>', 'what pixels off the image count as, e.g. background, opencv')
    .option('--threshold <how>', 'for grey images: 0-254, otsu, sauvola[:WINDOW,K]')
    .option('--foreground <side>', 'auto, light or dark')
    .option('--page <page>', 'a page of a TIFF, from 0 (default), or all: one TIFF or CSV of them')
    .option(
      '--format <format>',
      'png, tiff, pbm, webp, gif, or csv: the components, measured (default: by the name of OUT)',
    )
    .option('--dry-run', 'check everything, say what would be written, write nothing')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `
Examples:
  onebit filter open:disk1 page.png clean.png
  onebit filter 'close:rect5x5 + fill-holes' 'scans/*.tif' filtered/
  onebit filter learned:document-cleaning book.tif clean.tif --page all
  onebit filter 'open:disk2 + fill-holes' cells.png cells.csv
  cat page.png | onebit filter dilate:square3 - - > bold.png`,
    )
    .action(async (...words: [string, string[], object]) => {
      const { filter } = await import('./verbs/filter.ts');
      await filter(words[0], words[1], words[2]);
    });
}

function addServe(program: Command): void {
  program
    .command('serve')
    .description('run the services and the web UI, or one service alone')
    .argument(
      '[task...]',
      'emotion-classification, morphological-filtering, speech-separation; without a task everything runs on one port',
    )
    .option(
      '--port <port>',
      'default: PORT, else 8080 (one service: 8082, 8083, 8081)',
      wholeNumber(0, 65_535),
    )
    .option('--host <address>', 'default: HOST, else 127.0.0.1')
    .action(async (...words: [string[], object]) => {
      const { serve } = await import('./verbs/serve.ts');
      await serve(words[0], words[1]);
    });
}

function addEvaluate(program: Command): Command {
  const evaluate = program
    .command('evaluate')
    .description('evaluate a task against reference data');
  evaluate
    .command('morphological-filtering')
    .description('compare every case of a golden manifest, bit by bit')
    .requiredOption('--data <manifest>', 'the manifest.json of the golden set')
    .option('--json', 'one JSON document on standard output')
    .action(async (options: { data: string; json?: boolean }) => {
      const { evaluateMorphology } = await import('./verbs/evaluate-morphological-filtering.ts');
      await evaluateMorphology(options);
    });
  return evaluate;
}

function addBench(program: Command): void {
  const bench = program
    .command('bench')
    .description('compare speed with other libraries: seeded, checked first, interleaved');
  const one = (name: string, description: string): void => {
    bench
      .command(name)
      .description(description)
      .option('--quick', 'fewer cases and samples')
      .option('--only <text>', 'only the cases whose name or shape contains the text')
      .option('--seed <number>', 'seed of the inputs', wholeNumber(0, 2 ** 32 - 1))
      .option('--no-install', 'do not install the npm packages to compare with')
      .option('--json', 'one JSON document on standard output')
      .action(async (options: object) => {
        const { bench } = await import('./verbs/bench.ts');
        await bench(name, options);
      });
  };
  one('kernels', 'binary products and layers against ONNX Runtime, OpenBLAS, TensorFlow.js');
  one('training', 'the products of training steps against OpenBLAS and TensorFlow.js');
  one('networks', 'whole networks in images a second against ONNX Runtime');
  one('services', 'latency and throughput of the HTTP services under load');
  one('morphology', 'binary morphology against OpenCV, Leptonica, scikit-image, SciPy, sharp');
}

function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('show what this machine offers and check the kernels on it')
    .option('--json', 'one JSON document on standard output')
    .action(async (options: { json?: boolean }) => {
      const { doctor } = await import('./verbs/doctor.ts');
      await doctor(options);
    });
}
