import { OnebitError } from '@onebit/errors';
import { soundFormat } from '../format.ts';
import type { Sound } from '../sound.ts';
import { readFrame, type StreamInfo } from './frame.ts';
import { readStreamInfo } from './stream-info.ts';
import { invalid } from './subframe.ts';

/** Most seconds of a file whose header does not say how long it is are grown by this many samples. */
const GROWTH = 1 << 16;

/** Whether bytes start as a FLAC file does. */
export const isFlac = (bytes: Uint8Array): boolean => soundFormat(bytes) === 'flac';

/**
 * Decodes a FLAC file (RFC 9639), checking every checksum.
 *
 * @param bytes - the whole file
 * @returns the sound, full scale at ±1
 * @throws OnebitError `audio-unreadable` where it is no FLAC or damaged, `audio-truncated` where it
 * ends too early
 */
export function readFlac(bytes: Uint8Array): Sound {
  if (!isFlac(bytes)) throw invalid('the letters fLaC at the start');
  const { info, start } = readMetadata(bytes);
  const scale = 2 ** (info.depth - 1);
  let capacity = Math.min(info.samples || GROWTH, bytes.length * 64);
  let channels = Array.from({ length: info.channels }, () => new Float32Array(capacity));
  let length = 0;
  let at = start;
  while (at < bytes.length && (info.samples === 0 || length < info.samples)) {
    const frame = readFrame(bytes, at, info);
    const size = frame.channels[0]!.length;
    if (length + size > capacity) {
      capacity = Math.max(capacity * 2, length + size);
      channels = channels.map((channel) => grown(channel, capacity));
    }
    frame.channels.forEach((samples, channel) => {
      const out = channels[channel]!;
      for (let i = 0; i < size; i++) out[length + i] = samples[i]! / scale;
    });
    length += size;
    at = frame.end;
  }
  if (length < info.samples) {
    throw new OnebitError('audio-truncated', {
      expected: `${info.samples} samples, as the header says`,
      received: `${length}`,
      hint: 'The file was cut off; take a whole one.',
    });
  }
  return { sampleRate: info.sampleRate, channels: channels.map((c) => c.subarray(0, length)) };
}

function grown(channel: Float32Array, capacity: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(capacity);
  larger.set(channel);
  return larger;
}

/** The stream info block and where the frames start (RFC 9639, section 8). */
function readMetadata(bytes: Uint8Array): { info: StreamInfo; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let info: StreamInfo | undefined;
  let at = 4;
  for (;;) {
    if (at + 4 > bytes.length) throw cut(at);
    const head = view.getUint32(at);
    const type = (head >>> 24) & 0x7f;
    const length = head & 0xffffff;
    if (at + 4 + length > bytes.length) throw cut(at);
    if (type === 0) info = readStreamInfo(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
    if (head >>> 31) break;
  }
  if (!info) throw invalid('a stream info block first');
  return { info, start: at };
}

function cut(at: number): OnebitError {
  return new OnebitError('audio-truncated', {
    expected: 'a metadata block of FLAC',
    received: `the end of the file behind byte ${at}`,
    hint: 'The file was cut off; take a whole one.',
  });
}
