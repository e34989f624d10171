import { OnebitError } from '@onebit/errors';
import { MPEGDecoder } from 'mpg123-decoder';
import { type Mp3Header, mp3Header } from '../mp3/header.ts';
import type { ByteQueue } from '../stream/byte-queue.ts';
import type { SoundStream } from '../stream/sound-stream.ts';

/** Bytes that are looked through for frames at once: more than any frame or tag head. */
const WINDOW = 1 << 14;
/** Bytes without a frame after which a file is none. */
const MOST_JUNK = 1 << 20;

/** Opens an MP3 file: frame by frame through mpg123, with the bytes that belong to no frame counted. */
export async function openMp3(queue: ByteQueue): Promise<SoundStream> {
  const frames = new Mp3Frames(queue);
  const first = await frames.next();
  if (!first) {
    throw new OnebitError('audio-unreadable', {
      expected: 'frames of MPEG audio layer III',
      received: 'none',
      hint: 'The file is damaged or no MP3.',
    });
  }
  const { sampleRate, channels } = first.header;
  const notes: string[] = [];
  return {
    format: 'mp3',
    sampleRate,
    channels,
    notes,
    async *blocks() {
      const decoder = new MPEGDecoder();
      try {
        await decoder.ready;
        const named = framesNamed(first);
        let count = 0;
        for (let frame: Mp3Frame | undefined = first; frame; frame = await frames.next()) {
          count += 1;
          const { channelData, samplesDecoded } = decoder.decode(frame.bytes);
          if (samplesDecoded > 0) yield channelData.slice(0, channels).map((data) => data.slice());
        }
        // The frame with the tag is not counted in it.
        if (frames.isCut || (named !== undefined && count < named)) {
          notes.push('The MP3 file ends too early; all that is there was used.');
        }
        if (frames.junk > 0) {
          notes.push(`${frames.junk} bytes of the MP3 file belong to no frame and were left out.`);
        }
      } finally {
        decoder.free();
        await queue.close();
      }
    },
  };
}

interface Mp3Frame {
  readonly header: Mp3Header;
  readonly bytes: Uint8Array;
}

/** Frames that a Xing or Info tag in the first frame says the file has. */
function framesNamed({ header, bytes }: Mp3Frame): number | undefined {
  const at = header.side;
  const name = String.fromCharCode(...bytes.subarray(at, at + 4));
  if ((name !== 'Xing' && name !== 'Info') || !(bytes[at + 7]! & 1)) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset + at + 8, 4).getUint32(0);
}

/** Walks from frame to frame, past tags, and finds the next one where bytes are damaged. */
class Mp3Frames {
  /** Bytes between frames that are no tag. */
  junk = 0;
  /** Whether the last frame is not whole. */
  isCut = false;
  readonly #queue: ByteQueue;
  #seen = false;

  constructor(queue: ByteQueue) {
    this.#queue = queue;
  }

  async next(): Promise<Mp3Frame | undefined> {
    for (;;) {
      const bytes = await this.#queue.peek(WINDOW);
      if (bytes.length < 4) return undefined;
      const tag = tagBytes(bytes);
      if (tag > 0) {
        await this.#queue.skip(tag);
        continue;
      }
      const header = mp3Header(bytes, 0);
      if (header && this.#follows(bytes, header)) {
        if (header.bytes > bytes.length) {
          this.isCut = true;
          return undefined;
        }
        this.#seen = true;
        return { header, bytes: (await this.#queue.take(header.bytes)).slice() };
      }
      const start = this.#nextStart(bytes);
      await this.#queue.skip(start);
      this.junk += start;
      if (this.junk > MOST_JUNK && !this.#seen) return undefined;
    }
  }

  /** Whether another frame, a tag or the end stands behind a frame: four bytes alone prove little. */
  #follows(bytes: Uint8Array, header: Mp3Header): boolean {
    const end = header.bytes;
    if (end + 4 > bytes.length) return this.#seen || bytes.length === end;
    return mp3Header(bytes, end) !== undefined || tagBytes(bytes.subarray(end)) > 0;
  }

  #nextStart(bytes: Uint8Array): number {
    for (let at = 1; at + 4 <= bytes.length; at++) {
      if (bytes[at] === 0xff && mp3Header(bytes, at)) return at;
    }
    return Math.max(1, bytes.length - 3);
  }
}

/** Bytes of an ID3 or APE tag that stands here; 0 where there is none. */
function tagBytes(bytes: Uint8Array): number {
  const text = String.fromCharCode(...bytes.subarray(0, 8));
  if (text.startsWith('TAG')) return 128;
  if (text.startsWith('ID3') && bytes.length >= 10) {
    const [a, b, c, d] = bytes.subarray(6, 10);
    return 10 + ((a! << 21) | (b! << 14) | (c! << 7) | d!);
  }
  if (text === 'APETAGEX' && bytes.length >= 32) {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const isHeader = (view.getUint32(20, true) >>> 29) & 1;
    return isHeader ? 32 + view.getUint32(12, true) : 32;
  }
  return 0;
}
