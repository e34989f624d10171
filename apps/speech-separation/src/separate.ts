import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import {
  type PictureColumns,
  type SpeechSeparator,
  TalkerPicture,
} from '@onebit/speech-separation';
import { packAnswer } from './answer.ts';
import type { OutputType } from './formats.ts';
import { models } from './models.ts';
import type { SeparationParameters } from './parameters.ts';
import { pictureFiles } from './pictures.ts';
import { openRecording, type Recording, type RecordingLimits } from './recording.ts';
import type { SeparatedRecording } from './separated-recording.ts';
import { type Tape, tapeIn } from './tape.ts';
import { Track } from './track.ts';

/** What the worker gets. */
export interface SeparateInput {
  readonly recording: Recording;
  readonly parameters: SeparationParameters;
  readonly type: OutputType;
  readonly limits: RecordingLimits;
  /** Whether what is wrong with the recording has to come before the work, as for short ones. */
  readonly readFirst: boolean;
  /** Folder for everything that grows with the recording; absent for short ones, kept in memory. */
  readonly folder?: string;
}

/** Share of the work that lies in reading and separating, for the progress. */
const SEPARATED = 0.95;

/** Milliseconds between two moments, to a hundredth. */
const milliseconds = (from: number, to: number): number => Math.round(100 * (to - from)) / 100;

/** Decodes and separates one recording and packs the answer. */
export async function separate(input: SeparateInput, context: WorkContext): Promise<WorkResult> {
  const { parameters, type, folder } = input;
  const separator = await models.get(parameters.model);
  const started = performance.now();
  const tapes = ['talker-1', 'talker-2', 'mixture'].map((name) => tapeIn(folder, name));
  try {
    const { tracks, columns, report } = await run(separator, input, tapes, context);
    const separated = performance.now();
    const pictures = await pictureFiles(columns);
    const timings = {
      separate: milliseconds(started, separated),
      draw: milliseconds(separated, performance.now()),
    };
    const { model } = separator;
    const recording = { parameters, model, tracks, pictures, report, timings };
    const answer = packAnswer(type, recording, folder);
    const { body } = answer;
    return {
      value: answer,
      transfer: body instanceof Uint8Array ? [body.buffer as ArrayBuffer] : [],
    };
  } finally {
    for (const tape of tapes) tape[Symbol.dispose]();
  }
}

interface Separated extends Pick<SeparatedRecording, 'tracks' | 'report'> {
  readonly columns: PictureColumns;
}

async function run(
  separator: SpeechSeparator,
  { recording, parameters: { mask, confidence, talkers }, limits, readFirst }: SeparateInput,
  tapes: readonly Tape[],
  { signal, onProgress }: WorkContext,
): Promise<Separated> {
  const sound = await openRecording(recording, limits, (share) => {
    onProgress(SEPARATED * share);
  });
  const [first, second, mixture] = tapes.map((tape) => new Track(tape)) as [Track, Track, Track];
  const picture = new TalkerPicture();
  const options = {
    mask,
    talkers,
    readFirst,
    signal,
    ...(confidence !== undefined && { confidence }),
  };
  const parts = separator.separateStream(sound, options);
  let part = await parts.next();
  for (; !part.done; part = await parts.next()) {
    first.push(part.value.talkers[0]);
    second.push(part.value.talkers[1]);
    mixture.push(part.value.mixture);
    picture.push(...part.value.talkers);
  }
  const report = part.value;
  const columns = picture.end();
  const isAlone = report.talkers.count === 1 && talkers !== 2;
  if (!isAlone) return { tracks: [first, second], columns, report };
  // All of it is the first talker's.
  return {
    tracks: [mixture, mixture.silence()],
    columns: { ...columns, shares: columns.shares.fill(1) },
    report,
  };
}
