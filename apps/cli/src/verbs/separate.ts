import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { readSound, writeWav } from '@onebit/audio';
import { OnebitError } from '@onebit/errors';
import { type SeparationReport, SpeechSeparator } from '@onebit/speech-separation';
import { exitCodes } from '../exit-codes.ts';
import { findModel } from '../models/find-model.ts';
import { type PlannedSeparation, planSeparations, standardInput } from '../separate/plan.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { type Problem, problemLines, problemOf } from '../terminal/problem.ts';
import { progressLine } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';
import { writeAtomically } from '../write-atomically.ts';

interface SeparateWords {
  readonly output: string;
  readonly mask: string;
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

/** Largest file that is read: about 18 hours of 8 kHz in 16 bits. */
const MOST_BYTES = 1 << 30;

/** `onebit separate IN… -o DIR`: recordings in, one WAV file a talker out. */
export async function separate(words: readonly string[], options: SeparateWords): Promise<void> {
  const masks = { mask: maskOf(options.mask), ...confidenceOf(options.confidence) };
  const plan = await planSeparations(words, options.output);
  using separator = await SpeechSeparator.load(
    options.model === undefined ? {} : { model: await findModel(options.model) },
  );
  await mkdir(options.output, { recursive: true });
  const signal = interruptSignal();
  const line = progressLine();
  const separateOne = async ({ input, outputs }: PlannedSeparation): Promise<Outcome> => {
    const { cut, ...sound } = readSound(await readAll(input, signal));
    const { talkers, report } = await separator.separate(sound, {
      ...masks,
      signal,
      onProgress: ({ done, etaSeconds }) =>
        line.show(done, `${input}, ${Math.ceil(etaSeconds)} s left`),
    });
    for (const [talker, path] of outputs.entries()) {
      await writeAtomically(path, writeWav(talkers[talker]!));
    }
    const early =
      'The file ends before the size that its header names; all that is there was used.';
    return {
      input,
      outputs,
      report: cut ? { ...report, notes: [early, ...report.notes] } : report,
    };
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
  const { confidence, notes, input: heard } = report!;
  const head = `${input}: ${heard.seconds.toFixed(1)} s, confidence ${confidence.toFixed(2)} -> ${outputs.join(', ')}`;
  return [head, ...notes.map((note) => `  ${note}`), ''].join('\n');
}

/** The bytes of an input, read no further than the largest file that is accepted. */
async function readAll(input: string, signal: AbortSignal): Promise<Uint8Array> {
  const source = input === standardInput ? process.stdin : createReadStream(input);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of addAbortSignal(signal, source) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) {
      throw new OnebitError('size-invalid', {
        expected: `at most ${MOST_BYTES} bytes`,
        received: 'more',
        hint: 'Cut the recording into parts.',
      });
    }
  }
  return Buffer.concat(chunks);
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
