import { readSound, writeWav } from '@onebit/audio';
import type { Model } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import { type Separation, TalkerPicture } from '@onebit/speech-separation';
import { packAnswer } from './answer.ts';
import type { OutputType } from './formats.ts';
import { separatorOf } from './models.ts';
import type { SeparationParameters } from './parameters.ts';
import { type PictureFile, pictureFiles } from './pictures.ts';

/** What the worker gets. */
export interface SeparateInput {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly parameters: SeparationParameters;
  readonly type: OutputType;
  /** Length accepted, in seconds. */
  readonly seconds: number;
  /** Whether longer recordings may come as a job. */
  readonly jobsTakeMore: boolean;
}

/** A recording after the separation, ready to be packed. */
export interface SeparatedRecording {
  readonly parameters: SeparationParameters;
  readonly model: Model;
  readonly tracks: readonly [Uint8Array, Uint8Array];
  readonly pictures: readonly PictureFile[];
  readonly report: Separation['report'];
  readonly timings: Readonly<Record<'decode' | 'separate' | 'encode', number>>;
}

/** Share of the work that lies before and in the separation, for the progress. */
const DECODED = 0.02;
const SEPARATED = 0.95;

/** Milliseconds between two moments, to a hundredth. */
const milliseconds = (from: number, to: number): number => Math.round(100 * (to - from)) / 100;

/** Decodes and separates one recording and packs the answer. */
export async function separate(input: SeparateInput, context: WorkContext): Promise<WorkResult> {
  const { bytes, parameters, type } = input;
  const { signal, onProgress } = context;
  const separator = await separatorOf(parameters.model);
  const started = performance.now();
  const { cut, ...sound } = readSound(bytes);
  checkLength(sound.channels[0]!.length / sound.sampleRate, input);
  const decoded = performance.now();
  onProgress(DECODED);
  const { talkers, report } = await separator.separate(sound, {
    mask: parameters.mask,
    ...(parameters.confidence !== undefined && { confidence: parameters.confidence }),
    signal,
    onProgress: ({ done }) => {
      onProgress(DECODED + (SEPARATED - DECODED) * done);
    },
  });
  const separated = performance.now();
  const picture = new TalkerPicture();
  picture.push(talkers[0].channels[0]!, talkers[1].channels[0]!);
  const answer = await packAnswer(type, {
    parameters,
    model: separator.model,
    tracks: [writeWav(talkers[0]), writeWav(talkers[1])],
    pictures: await pictureFiles(picture.end()),
    report: cut ? { ...report, notes: [EARLY_END, ...report.notes] } : report,
    timings: {
      decode: milliseconds(started, decoded),
      separate: milliseconds(decoded, separated),
      encode: milliseconds(separated, performance.now()),
    },
  });
  return { value: answer, transfer: [answer.body.buffer] };
}

const EARLY_END =
  'The file ends before the size that its header names; all that is there was used.';

function checkLength(length: number, { seconds, jobsTakeMore }: SeparateInput): void {
  if (length <= seconds) return;
  throw new OnebitError('audio-too-long', {
    expected: `at most ${seconds} s`,
    received: `${length.toFixed(1)} s`,
    hint: jobsTakeMore
      ? 'Send longer recordings to POST /v1/jobs/speech-separation.'
      : 'Cut the recording into parts.',
  });
}
