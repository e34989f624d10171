import { mkdir } from 'node:fs/promises';
import { type SeparationReport, SpeechSeparator } from '@onebit/speech-separation';
import { exitCodes } from '../exit-codes.ts';
import { findModel } from '../models/find-model.ts';
import { type PlannedSeparation, planSeparations } from '../separate/plan.ts';
import { separateFile } from '../separate/separate-file.ts';
import type { TrackFormat } from '../separate/track-file.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { type Problem, problemLines, problemOf } from '../terminal/problem.ts';
import { progressLine } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';

interface SeparateWords {
  readonly output: string;
  readonly mask: string;
  readonly format: string;
  readonly talkers: string;
  readonly confidence?: string;
  readonly model?: string;
  readonly json?: boolean;
}

/** One recording of the JSON document: separated or failed. */
interface Outcome {
  readonly input: string;
  readonly outputs: readonly string[];
  readonly report?: SeparationReport;
  readonly error?: Problem;
}

/** `onebit separate IN… -o DIR`: recordings of any length in, one sound file a talker out. */
export async function separate(words: readonly string[], options: SeparateWords): Promise<void> {
  const masks = { mask: maskOf(options.mask), ...confidenceOf(options.confidence) };
  const format = formatOf(options.format);
  checkTalkers(options.talkers);
  const plan = await planSeparations(words, options.output, format);
  using separator = await SpeechSeparator.load(
    options.model === undefined ? {} : { model: await findModel(options.model) },
  );
  await mkdir(options.output, { recursive: true });
  const signal = interruptSignal();
  const line = progressLine();
  const separateOne = async (planned: PlannedSeparation): Promise<Outcome> => {
    const { input, outputs } = planned;
    const report = await separateFile(separator, planned, {
      ...masks,
      ...(options.talkers === '2' && { talkers: 2 as const }),
      format,
      signal,
      onPart: ({ done, etaSeconds, seconds }) => {
        const left = etaSeconds === Infinity ? '' : `, ${Math.ceil(etaSeconds)} s left`;
        line.show(done, `${input}, ${seconds.toFixed(0)} s separated${left}`);
      },
    });
    return { input, outputs, report };
  };
  const outcomes: Outcome[] = [];
  for (const planned of plan) {
    try {
      const outcome = await separateOne(planned);
      outcomes.push(outcome);
      line.clear();
      if (!options.json) process.stderr.write(linesOf(outcome));
    } catch (error) {
      signal.throwIfAborted();
      const problem = problemOf(error);
      outcomes.push({ input: planned.input, outputs: [], error: problem });
      line.clear();
      process.stderr.write(`${problemLines(problem, planned.input).join('\n')}\n`);
    }
  }
  const failed = outcomes.filter(({ error }) => error !== undefined).length;
  if (options.json) {
    const document = { files: outcomes, done: outcomes.length - failed, failed };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  }
  if (failed > 0) process.exitCode = exitCodes.failed;
}

function linesOf({ input, outputs, report }: Outcome): string {
  const { confidence, notes, talkers, input: heard } = report!;
  const head = `${input}: ${heard.seconds.toFixed(1)} s, talkers: ${talkers.count}, confidence ${confidence.toFixed(2)} -> ${outputs.join(', ')}`;
  return [head, ...notes.map((note) => `  ${note}`), ''].join('\n');
}

function formatOf(word: string): TrackFormat {
  if (word === 'wav' || word === 'flac') return word;
  throw new UsageError({
    title: 'The format is not known',
    expected: 'wav or flac',
    received: word,
    hint: 'Leave --format out for WAV.',
  });
}

function checkTalkers(word: string): void {
  if (word === 'auto' || word === '2') return;
  throw new UsageError({
    title: 'So many talkers cannot be separated',
    expected: 'auto or 2',
    received: word,
    hint: 'Leave --talkers out: where one person talks alone, one track is silence.',
  });
}

function maskOf(word: string): 'soft' | 'binary' {
  if (word === 'soft' || word === 'binary') return word;
  throw new UsageError({
    title: 'The mask is not known',
    expected: 'soft or binary',
    received: word,
    hint: 'Leave --mask out for soft masks, which sound best.',
  });
}

function confidenceOf(word: string | undefined): { confidence?: number } {
  if (word === undefined) return {};
  const value = Number(word);
  if (word.trim() !== '' && value >= 0 && value <= 1) return { confidence: value };
  throw new UsageError({
    title: 'The confidence is no share',
    expected: 'a number from 0 to 1',
    received: word,
    hint: 'Leave --confidence out to lose nothing of the sound.',
  });
}
