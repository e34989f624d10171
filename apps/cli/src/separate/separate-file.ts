import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { openSound } from '@onebit/audio/node';
import {
  SAMPLE_RATE,
  type SeparateOptions,
  type SeparationProgress,
  type SeparationReport,
  type SpeechSeparator,
} from '@onebit/speech-separation';
import { type PlannedSeparation, standardInput } from './plan.ts';
import { TrackFile, type TrackFormat } from './track-file.ts';

/** What one file's separation is given. */
export interface FileSeparationOptions extends SeparateOptions {
  readonly signal: AbortSignal;
  readonly format: TrackFormat;
  /** Told after every part; for standard input, whose length is not known, `done` stays 0. */
  readonly onPart: (progress: SeparationProgress & { readonly seconds: number }) => void;
}

/** Samples of silence that are written at once. */
const SILENCE = new Float32Array(SAMPLE_RATE);

/** Separates one recording of any length, reading and writing as it goes. */
export async function separateFile(
  separator: SpeechSeparator,
  { input, outputs }: PlannedSeparation,
  { format, onPart, ...options }: FileSeparationOptions,
): Promise<SeparationReport> {
  const { signal } = options;
  const size = input === standardInput ? Infinity : (await stat(input)).size;
  let read = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const source = input === standardInput ? process.stdin : createReadStream(input);
    for await (const chunk of addAbortSignal(signal, source) as AsyncIterable<Buffer>) {
      read += chunk.length;
      yield chunk;
    }
  }
  const sound = await openSound(bytes());
  const create = (path: string): Promise<TrackFile> => TrackFile.create(path, format, SAMPLE_RATE);
  const tracks: TrackFile[] = [];
  try {
    for (const path of [...outputs, outputs[0]]) tracks.push(await create(path));
    const [first, second, whole] = tracks as [TrackFile, TrackFile, TrackFile];
    const start = performance.now();
    let samples = 0;
    const parts = separator.separateStream(sound, options);
    let part = await parts.next();
    for (; !part.done; part = await parts.next()) {
      const { talkers, mixture } = part.value;
      await first.push(talkers[0]);
      await second.push(talkers[1]);
      await whole.push(mixture);
      samples += mixture.length;
      const done = Math.min(1, read / size);
      const spent = (performance.now() - start) / 1000;
      const etaSeconds = done > 0 ? (spent * (1 - done)) / done : Infinity;
      onPart({ done, etaSeconds, seconds: samples / SAMPLE_RATE });
    }
    const report = part.value;
    if (report.talkers.count === 1 && options.talkers !== 2) {
      const silence = await create(outputs[1]);
      tracks.push(silence);
      for (let left = samples; left > 0; left -= SILENCE.length) {
        await silence.push(SILENCE.subarray(0, left));
      }
      await whole.commit(outputs[0]);
      await silence.commit(outputs[1]);
    } else {
      await first.commit(outputs[0]);
      await second.commit(outputs[1]);
    }
    return report;
  } finally {
    for (const track of tracks) await track.discard();
  }
}
