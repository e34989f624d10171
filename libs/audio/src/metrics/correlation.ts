import { type FourierTransform, Transform } from '../stft/transform.ts';
/** Correlations of signals of one length through one transform each. */
export class Correlator {
  readonly #size: number;
  readonly #fft: FourierTransform;

  /**
   * @param length - samples of the signals
   * @param lags - how far they are shifted at most, both ways
   */
  constructor(length: number, lags: number) {
    this.#size = 2 ** Math.ceil(Math.log2(length + lags));
    this.#fft = new Transform(this.#size);
  }

  /** The whole complex spectrum of a real signal. */
  spectrum(signal: Float32Array): Float64Array {
    const padded = new Float64Array(this.#size);
    padded.set(signal);
    const out = new Float64Array(this.#size * 2);
    this.#fft.realTransform(out, padded);
    this.#fft.completeSpectrum(out);
    return out;
  }

  /** `r(k) = sum over t of a(t) b(t + k)` from the spectra of a and b; negative k count from the end. */
  correlate(a: Float64Array, b: Float64Array): (lag: number) => number {
    const product = new Float64Array(a.length);
    for (let at = 0; at < a.length; at += 2) {
      product[at] = a[at]! * b[at]! + a[at + 1]! * b[at + 1]!;
      product[at + 1] = a[at]! * b[at + 1]! - a[at + 1]! * b[at]!;
    }
    const out = new Float64Array(a.length);
    this.#fft.inverseTransform(out, product);
    return (lag) => out[2 * (lag < 0 ? lag + this.#size : lag)]!;
  }
}
