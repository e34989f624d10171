import type { ByteQueue } from '../stream/byte-queue.ts';
import type { SoundStream } from '../stream/sound-stream.ts';
import { wavHeader } from './chunks.ts';
import { frameWidth, wavSamples } from './samples.ts';

/** Frames that are decoded at once. */
const BLOCK = 1 << 14;

/** Opens a WAV file whose bytes still come; see {@link SoundStream}. */
export async function openWav(queue: ByteQueue): Promise<SoundStream> {
  const parser = wavHeader();
  let step = parser.next();
  while (!step.done) {
    const asked = step.value;
    if ('take' in asked) step = parser.next(await queue.take(asked.take));
    else {
      await queue.skip(asked.skip);
      step = parser.next(new Uint8Array(0));
    }
  }
  const { format, bytes: named, ahead } = step.value;
  const width = frameWidth(format);
  const notes: string[] = [];
  return {
    format: 'wav',
    sampleRate: format.sampleRate,
    channels: format.channels,
    notes,
    async *blocks() {
      let left = named ?? Infinity;
      let started = ahead;
      while (left > 0) {
        const size = Math.min(left, BLOCK * width);
        const bytes = joined(started, await queue.take(size - started.length));
        started = new Uint8Array(0);
        if (bytes.length >= width) yield wavSamples(bytes, format);
        left -= bytes.length;
        if (bytes.length < size) break;
      }
      if (named !== undefined && left > 0) notes.push(endsEarly);
    },
  };
}

/** What is said of a file that holds fewer samples than its header names. */
const endsEarly =
  'The file ends before the size that its header names; all that is there was used.';

function joined(first: Uint8Array, rest: Uint8Array): Uint8Array {
  if (first.length === 0) return rest;
  const all = new Uint8Array(first.length + rest.length);
  all.set(first);
  all.set(rest, first.length);
  return all;
}
