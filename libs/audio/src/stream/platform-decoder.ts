import { OnebitError } from '@onebit/errors';
import type { SoundFormat } from '../format.ts';
import { mp3Header } from '../mp3/header.ts';
import type { ByteQueue } from './byte-queue.ts';
import type { ForeignDecoder, SoundStream } from './sound-stream.ts';

/** The part of the platform's decoder that is used: browsers have it on their pages. */
interface OfflineContext {
  decodeAudioData(bytes: ArrayBuffer): Promise<{
    readonly sampleRate: number;
    readonly numberOfChannels: number;
    getChannelData(channel: number): Float32Array<ArrayBuffer>;
  }>;
}
type OfflineContextClass = new (channels: number, length: number, rate: number) => OfflineContext;

/** Decodes by the platform's `decodeAudioData`, at the rate that the file has. */
export const platformDecoder: ForeignDecoder = async (format, queue) => {
  const { OfflineAudioContext: Context } = globalThis as {
    OfflineAudioContext?: OfflineContextClass;
  };
  if (!Context) {
    await queue.close();
    throw new OnebitError('audio-format-unsupported', {
      expected: 'WAV or FLAC, where the platform decodes nothing else',
      received: format,
      hint: 'In Node take decodeSound or openSound of @onebit/audio/node; in a worker decode on the page.',
    });
  }
  const bytes = await all(queue);
  const rate = rateOf(format, bytes);
  const buffer = await new Context(1, 1, rate)
    .decodeAudioData(bytes.buffer)
    .catch((cause: unknown) => {
      throw new OnebitError('audio-unreadable', {
        expected: `a sound ${format} file`,
        received: 'bytes that the browser cannot decode',
        hint: 'The file is damaged; take a whole one.',
        cause,
      });
    });
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
    buffer.getChannelData(channel),
  );
  return {
    format,
    sampleRate: buffer.sampleRate,
    channels: channels.length,
    notes: [],

    async *blocks() {
      yield channels;
    },
  } satisfies SoundStream;
};

/** Rate that a context works at where the file names none that it can take. */
const USUAL_RATE = 48_000;

/** The sample rate in the file's head, so that nothing is resampled unasked. */
function rateOf(format: SoundFormat, bytes: Uint8Array): number {
  // The first packet of an Ogg stream lies at 28; Opus always decodes at 48 kHz.
  if (format === 'ogg-vorbis') return new DataView(bytes.buffer).getUint32(28 + 12, true);
  if (format !== 'mp3') return USUAL_RATE;
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const header = mp3Header(bytes, at);
    if (header && mp3Header(bytes, at + header.bytes)) return header.sampleRate;
  }
  return USUAL_RATE;
}

async function all(queue: ByteQueue): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = await queue.takeAny();
    if (piece.length === 0) break;
    pieces.push(piece);
  }
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
