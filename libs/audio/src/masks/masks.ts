import type { Spectrogram } from '../stft/stft.ts';

type MaskOf = (a: number, b: number, cross: number) => number;

/**
 * Ideal binary mask: 1 where the target is at least as strong as the rest (Wang, 2005, at 0 dB).
 *
 * @param target - spectrogram of the talker that the mask is for
 * @param rest - spectrogram of all else
 * @returns one value a bin, frames one after the other
 */
export const idealBinaryMask = (target: Spectrogram, rest: Spectrogram): Float32Array =>
  maskBy(target, rest, (a, b) => (a >= b ? 1 : 0));

/** Ideal ratio mask |S| / (|S| + |N|), from 0 to 1. */
export const idealRatioMask = (target: Spectrogram, rest: Spectrogram): Float32Array =>
  maskBy(target, rest, (a, b) => share(Math.sqrt(a), Math.sqrt(b)));

/** Wiener-like mask |S|² / (|S|² + |N|²), from 0 to 1. */
export const wienerMask = (target: Spectrogram, rest: Spectrogram): Float32Array =>
  maskBy(target, rest, share);

/** Phase-sensitive mask |S| cos(angle of S to the mixture) / |X|, cut to 0 … 1 (Erdogan et al., 2015). */
export const phaseSensitiveMask = (target: Spectrogram, rest: Spectrogram): Float32Array =>
  maskBy(target, rest, (a, b, cross) => {
    const mixture = a + b + 2 * cross;
    return mixture > 0 ? Math.min(1, Math.max(0, (a + cross) / mixture)) : 0.5;
  });

const share = (a: number, b: number): number => (a + b > 0 ? a / (a + b) : 0.5);

/** A mask from the powers of both and the real part of their product. */
function maskBy(target: Spectrogram, rest: Spectrogram, of: MaskOf): Float32Array {
  const mask = new Float32Array(target.frames * target.bins);
  for (let at = 0; at < mask.length; at++) {
    const [re, im] = [target.data[at * 2]!, target.data[at * 2 + 1]!];
    const [otherRe, otherIm] = [rest.data[at * 2]!, rest.data[at * 2 + 1]!];
    mask[at] = of(re * re + im * im, otherRe ** 2 + otherIm ** 2, re * otherRe + im * otherIm);
  }
  return mask;
}
