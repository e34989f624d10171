import type { SoundFormat } from '../format.ts';
import type { ByteQueue } from './byte-queue.ts';

/** A sound file that is read while its bytes still come. */
export interface SoundStream {
  readonly format: SoundFormat;
  /** Samples a second. */
  readonly sampleRate: number;
  /** How many channels there are. */
  readonly channels: number;
  /** Faults of the file that cost nothing or little, in words; complete after the last block. */
  readonly notes: readonly string[];
  /**
   * The samples, once: arrays of one length, one a channel, full scale at ±1.
   *
   * @throws OnebitError `audio-unreadable`, `audio-truncated` where the file turns out to be faulty
   */
  blocks(): AsyncGenerator<readonly Float32Array<ArrayBuffer>[], void, undefined>;
}

/** Opens the formats that this library does not decode itself. */
export type ForeignDecoder = (
  format: Exclude<SoundFormat, 'wav' | 'flac'>,
  queue: ByteQueue,
) => Promise<SoundStream>;
