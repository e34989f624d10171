import FftModule from 'fft.js';

/** The part of fft.js that is used here, for typed arrays. */
interface Fft {
  realTransform(out: Float64Array, data: ArrayLike<number>): void;
  completeSpectrum(spectrum: Float64Array): void;
  inverseTransform(out: Float64Array, data: Float64Array): void;
}

/** Fourier transform of a size that is a power of two; complex numbers lie interleaved. */
export const Transform = FftModule as unknown as new (size: number) => Fft;

/** A transform with its size fixed. */
export type FourierTransform = InstanceType<typeof Transform>;
