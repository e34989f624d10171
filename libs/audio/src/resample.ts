import samplerate from '@alexanderolsen/libsamplerate-js';
import { OnebitError } from '@onebit/errors';

/** Ratios of the two rates that the converter can do (libsamplerate). */
const LARGEST_RATIO = 256;

/**
 * Changes the sample rate of one channel by libsamplerate's best band-limited interpolation, more
 * than 100 dB above its own errors.
 *
 * @param samples - one channel
 * @param from - samples a second that it has
 * @param to - samples a second that it gets
 * @returns round(samples * to / from) samples
 * @throws OnebitError `value-invalid` where a rate is not above 0 or the ratio beyond 256
 *
 * @example
 * ```ts
 * import { resample } from '@onebit/audio';
 * const slower = await resample(new Float32Array(48_000), 48_000, 8000);
 * console.log(slower.length); // 8000
 * ```
 */
export async function resample(
  samples: Float32Array,
  from: number,
  to: number,
): Promise<Float32Array> {
  const ratio = to / from;
  if (!(from > 0 && to > 0 && ratio <= LARGEST_RATIO && ratio >= 1 / LARGEST_RATIO)) {
    throw new OnebitError('value-invalid', {
      expected: `two rates above 0, at most ${LARGEST_RATIO} times apart`,
      received: `${from} Hz and ${to} Hz`,
      hint: 'Check the sample rate of the file.',
    });
  }
  if (from === to || samples.length === 0) return samples.slice();
  const length = Math.round(samples.length * ratio);
  const { create, ConverterType } = samplerate;
  const converter = await create(1, from, to, {
    converterType: ConverterType.SRC_SINC_BEST_QUALITY,
  });
  try {
    const out = new Float32Array(length);
    // Zeros behind the end push out what the filter still holds.
    const tail = Math.ceil(TAIL_SECONDS * from);
    let filled = 0;
    for (let at = 0; at < samples.length + tail && filled < length; at += PIECE) {
      const piece = new Float32Array(Math.min(PIECE, samples.length + tail - at));
      if (at < samples.length) piece.set(samples.subarray(at, at + piece.length));
      const answer = converter.full(piece);
      out.set(answer.subarray(0, length - filled), filled);
      filled += Math.min(answer.length, length - filled);
    }
    return out;
  } finally {
    converter.destroy();
  }
}

/** Samples that are converted at once. */
const PIECE = 1 << 16;
const TAIL_SECONDS = 1;
