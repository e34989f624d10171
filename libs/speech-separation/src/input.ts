import { resample, type Sound } from '@onebit/audio';
import { OnebitError } from '@onebit/errors';
import { SAMPLE_RATE } from './features.ts';

/** Sound as the networks take it, and what was done to it. */
export interface PreparedInput {
  /** Mono, 8000 samples a second. */
  readonly samples: Float32Array;
  readonly clipped: number;
  readonly notes: readonly string[];
}

const LOWEST_RATE = 4000;
const HIGHEST_RATE = 768_000;

/**
 * Mixes a sound down to one channel of 8000 samples a second.
 *
 * @throws OnebitError `audio-format-unsupported` for rates that carry no speech, `value-invalid`
 * for samples that are no numbers
 */
export async function prepareInput({ sampleRate, channels }: Sound): Promise<PreparedInput> {
  if (!(sampleRate >= LOWEST_RATE && sampleRate <= HIGHEST_RATE)) {
    throw new OnebitError('audio-format-unsupported', {
      expected: `a sample rate from ${LOWEST_RATE} to ${HIGHEST_RATE} Hz`,
      received: `${sampleRate} Hz`,
      hint: 'Check the header of the file, or record again.',
    });
  }
  const length = channels[0]?.length ?? 0;
  if (length === 0 || channels.some((channel) => channel.length !== length)) {
    throw new OnebitError('size-mismatch', {
      expected: 'channels of one length, at least one sample',
      received: channels.map((channel) => channel.length).join(', ') || 'no channel',
      hint: 'Give a sound that is not empty.',
    });
  }
  const mono = new Float32Array(length);
  let clipped = 0;
  for (const [index, channel] of channels.entries()) {
    for (let at = 0; at < length; at++) {
      const value = channel[at]!;
      if (!Number.isFinite(value)) {
        throw new OnebitError('value-invalid', {
          expected: 'finite samples',
          received: `${value} at sample ${at} of channel ${index + 1}`,
          hint: 'Repair the recording.',
        });
      }
      if (Math.abs(value) >= CLIPPED) clipped += 1;
      mono[at]! += value / channels.length;
    }
  }
  const share = clipped / (length * channels.length);
  const notes: string[] = [];
  if (channels.length > 1) notes.push(`${channels.length} channels were mixed down to one.`);
  if (sampleRate !== SAMPLE_RATE) {
    notes.push(`${sampleRate} Hz became ${SAMPLE_RATE} Hz: nothing above 4 kHz is kept.`);
  }
  if (share > NOTED_CLIPPING) {
    notes.push(`${(share * 100).toFixed(2)} % of the samples are clipped, which separates worse.`);
  }
  if (mono.every((value) => value === 0)) notes.push('The sound is silent.');
  return { samples: await resample(mono, sampleRate, SAMPLE_RATE), clipped: share, notes };
}

/** Just below full scale, where 16-bit samples end. */
const CLIPPED = 32_767 / 32_768;
const NOTED_CLIPPING = 0.001;
