import { OnebitError } from '@onebit/errors';
import type { Sound } from '../sound.ts';
import { openSound } from './open-sound.ts';
import type { ForeignDecoder } from './sound-stream.ts';

/** A decoded file with what is to be said of it. */
export interface DecodedSound extends Sound {
  /** Faults of the file that cost nothing or little, in words. */
  readonly notes: readonly string[];
}

/** What a decoding may cost. */
export interface DecodeOptions {
  /** Most samples of all channels together, by default 2^28: a gibibyte. */
  readonly mostSamples?: number;
}

const MOST_SAMPLES = 2 ** 28;

/**
 * Decodes a whole file: WAV, FLAC, MP3, Ogg Vorbis and Ogg Opus, told apart by their first bytes.
 *
 * @param bytes - the whole file
 * @param options - `mostSamples`: where a small file that unpacks to hours is refused
 * @param decoder - for MP3 and Ogg, see `openSound`
 * @throws OnebitError `audio-format-unsupported`, `audio-unreadable`, `audio-truncated`,
 * `audio-too-long`
 *
 * @example
 * ```ts
 * import { decodeSound, writeFlac } from '@onebit/audio';
 * const file = writeFlac({ sampleRate: 8000, channels: [Float32Array.of(0, 0.5, -0.5)] });
 * const { sampleRate, channels } = await decodeSound(file);
 * console.log(sampleRate, channels[0]?.join(' ')); // 8000 0 0.5 -0.5
 * ```
 */
export async function decodeSound(
  bytes: Uint8Array,
  { mostSamples = MOST_SAMPLES }: DecodeOptions = {},
  decoder?: ForeignDecoder,
): Promise<DecodedSound> {
  const sound = await openSound(pieces(bytes), decoder);
  const blocks: (readonly Float32Array[])[] = [];
  let length = 0;
  for await (const block of sound.blocks()) {
    blocks.push(block);
    length += block[0]!.length;
    if (length * sound.channels > mostSamples) {
      throw new OnebitError('audio-too-long', {
        expected: `at most ${mostSamples} samples`,
        received: 'more',
        hint: 'Cut the recording into parts.',
      });
    }
  }
  const channels = Array.from({ length: sound.channels }, (_, channel) => {
    const out = new Float32Array(length);
    let at = 0;
    for (const block of blocks) {
      out.set(block[channel]!, at);
      at += block[channel]!.length;
    }
    return out;
  });
  return { sampleRate: sound.sampleRate, channels, notes: sound.notes };
}

/** Bytes that decoders are given at once, so that a refusal comes before all is unpacked. */
const PIECE = 1 << 16;

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
