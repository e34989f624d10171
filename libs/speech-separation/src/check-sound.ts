import type { Sound } from '@onebit/audio';
import { describeValue, OnebitError } from '@onebit/errors';
import type { SoundBlocks } from './sound-blocks.ts';

/** Sample rates that carry speech, in Hz. */
const SPEECH_RATES = { lowest: 4000, highest: 768_000 } as const;

/**
 * Checks that a sound is one of which all is there.
 *
 * @throws OnebitError `value-invalid`, `audio-format-unsupported` for rates that carry no speech
 */
export function checkSound(sound: unknown): asserts sound is Sound {
  const { sampleRate, channels } = membersOf(sound, whole);
  if (!Array.isArray(channels)) {
    throw refuse(whole, sound, 'For blocks that come one by one call separateStream.');
  }
  checkRate(sampleRate);
  checkChannels(channels);
}

/**
 * Checks that a sound is one that comes block by block; its blocks are checked as they come.
 *
 * @throws OnebitError as {@link checkFormat}
 */
export function checkSoundBlocks(sound: unknown): asserts sound is SoundBlocks {
  const { sampleRate, channels, blocks } = membersOf(sound, inBlocks);
  if (typeof blocks !== 'function') {
    throw refuse(inBlocks, sound, 'For a sound of which all is there call separate.');
  }
  checkFormat(sampleRate, channels);
}

/**
 * Checks how many samples a second and how many channels a sound has.
 *
 * @throws OnebitError `audio-format-unsupported` for rates that carry no speech, `size-mismatch` for
 *   no channel, `value-invalid` where their number is none
 */
export function checkFormat(sampleRate: unknown, channels: unknown): void {
  checkRate(sampleRate);
  if (channels === 0) throw empty('no channel');
  if (!(Number.isSafeInteger(channels) && (channels as number) > 0)) {
    throw refuse('a number of channels', channels, 'Say how many arrays a block has.');
  }
}

/**
 * Checks that every channel is an array of samples.
 *
 * @throws OnebitError `value-invalid`
 */
export function checkChannels(channels: unknown): asserts channels is readonly Float32Array[] {
  const list = Array.isArray(channels) ? channels : [channels];
  const bad = list.findIndex((channel) => !isFloat32Array(channel));
  if (bad < 0 && Array.isArray(channels)) return;
  throw refuse(
    'a Float32Array a channel',
    bad < 0 ? channels : list[bad],
    'Make one of other numbers with Float32Array.from(samples), full scale at 1.',
  );
}

/** The refusal of a sound without samples, or with channels that do not fit together. */
export const empty = (received: string): OnebitError =>
  new OnebitError('size-mismatch', {
    expected: 'channels of one length, at least one sample',
    received,
    hint: 'Give a sound that is not empty.',
  });

const whole = 'a sound: { sampleRate, channels: [Float32Array, …] }';
const inBlocks = 'a sound in blocks: { sampleRate, channels, blocks }';

function membersOf(sound: unknown, expected: string): Readonly<Record<string, unknown>> {
  if (typeof sound === 'object' && sound !== null && !Array.isArray(sound)) {
    if (!ArrayBuffer.isView(sound) && !(sound instanceof ArrayBuffer)) {
      return sound as Readonly<Record<string, unknown>>;
    }
  }
  const hint = 'Read a file first, with decodeSound or openSound from @onebit/audio.';
  throw refuse(expected, sound, hint);
}

function checkRate(rate: unknown): void {
  const { lowest, highest } = SPEECH_RATES;
  if (typeof rate === 'number' && rate >= lowest && rate <= highest) return;
  throw new OnebitError('audio-format-unsupported', {
    expected: `a sample rate from ${lowest} to ${highest} Hz`,
    received: typeof rate === 'number' ? `${rate} Hz` : describeValue(rate),
    hint: 'Check the header of the file, or record again.',
  });
}

// By its tag: an array of another window or context is one too.
const isFloat32Array = (value: unknown): boolean =>
  ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Float32Array]';

const refuse = (expected: string, received: unknown, hint: string): OnebitError =>
  new OnebitError('value-invalid', { expected, received: describeValue(received), hint });
