import type { Spectrogram } from '../stft/stft.ts';

/**
 * Scales every bin of a spectrogram.
 *
 * @param mask - one value a bin
 * @returns a new spectrogram; the given one stays as it is
 */
export function applyMask(spectrogram: Spectrogram, mask: Float32Array): Spectrogram {
  const data = spectrogram.data.slice();
  for (let at = 0; at < mask.length; at++) {
    data[at * 2]! *= mask[at]!;
    data[at * 2 + 1]! *= mask[at]!;
  }
  return { ...spectrogram, data };
}
