import { OnebitError } from '@onebit/errors';
import type { ByteQueue } from '../stream/byte-queue.ts';
import type { SoundStream } from '../stream/sound-stream.ts';
import { type Frame, readFrame, type StreamInfo } from './frame.ts';
import { readStreamInfo } from './stream-info.ts';
import { invalid } from './subframe.ts';

/** Bytes that most frames fit in, and that no frame is larger than. */
const USUAL_FRAME = 1 << 16;
const LARGEST_FRAME = 1 << 23;

/** Opens a FLAC file whose bytes still come; see {@link SoundStream}. */
export async function openFlac(queue: ByteQueue): Promise<SoundStream> {
  await queue.skip(4);
  const info = await readMetadata(queue);
  const scale = 2 ** (info.depth - 1);
  return {
    format: 'flac',
    sampleRate: info.sampleRate,
    channels: info.channels,
    notes: [],
    async *blocks() {
      let length = 0;
      while (info.samples === 0 || length < info.samples) {
        const frame = await nextFrame(queue, info);
        if (!frame) break;
        length += frame.channels[0]!.length;
        yield frame.channels.map((samples) => Float32Array.from(samples, (value) => value / scale));
      }
      if (length < info.samples) {
        throw new OnebitError('audio-truncated', {
          expected: `${info.samples} samples, as the header says`,
          received: `${length}`,
          hint: 'The file was cut off; take a whole one.',
        });
      }
    },
  };
}

async function readMetadata(queue: ByteQueue): Promise<StreamInfo> {
  let info: StreamInfo | undefined;
  for (;;) {
    const [flags, high, middle, low] = await queue.take(4);
    if (low === undefined) throw truncated(queue);
    const size = (high! << 16) | (middle! << 8) | low;
    if ((flags! & 0x7f) === 0) {
      const block = await queue.take(size);
      if (block.length < size) throw truncated(queue);
      info = readStreamInfo(block);
    } else if (!(await queue.skip(size))) throw truncated(queue);
    if (flags! & 0x80) break;
  }
  if (!info) throw invalid('a stream info block first');
  return info;
}

/** Decodes the next frame, with as many bytes as it turns out to need; undefined at the end. */
async function nextFrame(queue: ByteQueue, info: StreamInfo): Promise<Frame | undefined> {
  for (let window = USUAL_FRAME; ; window *= 4) {
    const bytes = await queue.peek(window);
    if (bytes.length === 0) return undefined;
    try {
      const frame = readFrame(bytes, 0, info);
      await queue.skip(frame.end);
      return frame;
    } catch (error) {
      const isShort = error instanceof OnebitError && error.code === 'audio-truncated';
      if (!isShort || bytes.length < window || window >= LARGEST_FRAME) throw error;
    }
  }
}

function truncated(queue: ByteQueue): OnebitError {
  return new OnebitError('audio-truncated', {
    expected: 'a metadata block of FLAC',
    received: `the end of the file behind byte ${queue.position}`,
    hint: 'The file was cut off; take a whole one.',
  });
}
