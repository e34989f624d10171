import type { Sound } from '@onebit/audio';

/** A sound whose samples come block by block. */
export interface SoundBlocks {
  readonly sampleRate: number;
  /** How many channels there are. */
  readonly channels: number;
  /** What its reader has to say of it; read at the end. */
  readonly notes?: readonly string[];
  /** Arrays of one length, one a channel. */
  blocks(): AsyncIterable<readonly Float32Array[]>;
}

/** A whole sound as one block. */
export function blocksOf({ sampleRate, channels }: Sound): SoundBlocks {
  return {
    sampleRate,
    channels: channels.length,
    async *blocks() {
      yield await Promise.resolve(channels);
    },
  };
}
