import {
  type DecodedSound,
  type DecodeOptions,
  decodeSound as decode,
} from '../stream/decode-sound.ts';
import { openSound as open } from '../stream/open-sound.ts';
import type { ForeignDecoder, SoundStream } from '../stream/sound-stream.ts';
import { openMp3 } from './mp3.ts';
import { openOpus } from './opus.ts';
import { openVorbis } from './vorbis.ts';

const decoders = { mp3: openMp3, 'ogg-vorbis': openVorbis, 'ogg-opus': openOpus };
const decoder: ForeignDecoder = (format, queue) => decoders[format](queue);

/**
 * `openSound` with decoders for MP3, Ogg Vorbis and Ogg Opus in WebAssembly.
 *
 * @param source - the bytes of the file, in pieces of any size: a read stream will do
 * @throws OnebitError `audio-format-unsupported`, `audio-unreadable`, `audio-truncated`
 */
export const openSound = (source: AsyncIterable<Uint8Array>): Promise<SoundStream> =>
  open(source, decoder);

/**
 * `decodeSound` with decoders for MP3, Ogg Vorbis and Ogg Opus in WebAssembly.
 *
 * @param bytes - the whole file
 * @param options - `mostSamples`: where a small file that unpacks to hours is refused
 * @throws OnebitError `audio-format-unsupported`, `audio-unreadable`, `audio-truncated`,
 * `audio-too-long`
 */
export const decodeSound = (bytes: Uint8Array, options?: DecodeOptions): Promise<DecodedSound> =>
  decode(bytes, options, decoder);
