import { createReadStream } from 'node:fs';
import { openSound } from '@onebit/audio/node';
import { OnebitError } from '@onebit/errors';
import type { SoundBlocks } from '@onebit/speech-separation';

/** A recording as it came: its bytes, or the file that holds them. */
export type Recording = Uint8Array<ArrayBuffer> | { readonly path: string; readonly size: number };

/** The recordings that are taken. */
export interface RecordingLimits {
  readonly lowestRate: number;
  readonly highestRate: number;
  readonly seconds: number;
  /** What to do with a longer one. */
  readonly hint: string;
}

/** Bytes that are decoded at once. */
const PIECE = 1 << 16;

async function* bytesOf(
  recording: Recording,
  onRead: (share: number) => void,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  const pieces =
    recording instanceof Uint8Array
      ? piecesOf(recording)
      : (createReadStream(recording.path, { highWaterMark: PIECE }) as AsyncIterable<Uint8Array>);
  const size = recording instanceof Uint8Array ? recording.length : recording.size;
  for await (const piece of pieces) {
    yield piece;
    read += piece.length;
    onRead(read / size);
  }
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/**
 * Opens a recording of any length and any format that `openSound` knows.
 *
 * @param onRead - hears which share of the bytes is decoded
 * @throws OnebitError with an `audio-…` code, `audio-format-unsupported` for other sample rates among
 * them; the blocks throw `audio-too-long` as soon as they pass
 * the limit
 */
export async function openRecording(
  recording: Recording,
  limits: RecordingLimits,
  onRead: (share: number) => void = () => undefined,
): Promise<SoundBlocks> {
  const sound = await openSound(bytesOf(recording, onRead));
  const { lowestRate, highestRate } = limits;
  if (sound.sampleRate < lowestRate || sound.sampleRate > highestRate) {
    throw new OnebitError('audio-format-unsupported', {
      expected: `a sample rate from ${lowestRate} to ${highestRate} Hz`,
      received: `${sound.sampleRate} Hz`,
      hint: 'Check the header of the file, or record again.',
    });
  }
  return {
    sampleRate: sound.sampleRate,
    channels: sound.channels,
    notes: sound.notes,
    async *blocks() {
      let frames = 0;
      for await (const block of sound.blocks()) {
        frames += block[0]!.length;
        if (frames > limits.seconds * sound.sampleRate) throw tooLong(limits);
        yield block;
      }
    },
  };
}

function tooLong({ seconds, hint }: RecordingLimits): OnebitError {
  return new OnebitError('audio-too-long', {
    expected: `at most ${seconds} s`,
    received: 'more',
    hint,
  });
}
