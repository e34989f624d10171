import type { Spectrogram } from '../stft/stft.ts';
import type { MelFilterBank } from './mel.ts';

/** Powers below this count as it: silence has no logarithm. */
const FLOOR = 1e-10;

/**
 * Mel-frequency cepstral coefficients: the orthonormal cosine transform (DCT-II) of the natural
 * logarithms of the band powers (Davis and Mermelstein, 1980).
 *
 * @param bank - for the rate and the frames of the spectrogram
 * @param coefficients - how many are kept, from the 0th on, at most the bands of the bank
 * @returns frames * coefficients numbers, frames one after the other
 *
 * @example
 * ```ts
 * import { MelFilterBank, mfcc, Stft } from '@onebit/audio';
 * const stft = new Stft(512);
 * const frames = stft.analyse(new Float32Array(4000).fill(0.1));
 * const bank = new MelFilterBank({ sampleRate: 8000, bins: stft.bins });
 * console.log(mfcc(frames, bank, 13).length === frames.frames * 13); // true
 * ```
 */
export function mfcc(
  { frames, bins, data }: Spectrogram,
  bank: MelFilterBank,
  coefficients = 13,
): Float32Array<ArrayBuffer> {
  const { bands } = bank;
  const out = new Float32Array(frames * coefficients);
  for (let frame = 0; frame < frames; frame++) {
    const powers = bank.apply(data.subarray(frame * bins * 2, (frame + 1) * bins * 2));
    for (let k = 0; k < coefficients; k++) {
      let sum = 0;
      for (let band = 0; band < bands; band++) {
        const angle = (Math.PI * k * (band + 0.5)) / bands;
        sum += Math.log(Math.max(FLOOR, powers[band]!)) * Math.cos(angle);
      }
      out[frame * coefficients + k] = sum * Math.sqrt((k === 0 ? 1 : 2) / bands);
    }
  }
  return out;
}
