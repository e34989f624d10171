import { type FourierTransform, Transform } from './transform.ts';
/** Complex Fourier frames, one after the other. */
export interface Spectrogram {
  readonly frames: number;
  /** Frequencies a frame: half the window and one. */
  readonly bins: number;
  /** Real and imaginary part of each bin in turn, frames * bins * 2 numbers. */
  readonly data: Float32Array;
}

/**
 * Short-time Fourier transform with the square root of a periodic Hann window on both sides and a
 * hop of half the window: the products of both windows add up to one, so that
 * `synthesise(analyse(x))` is x to rounding.
 *
 * Frame t is centred on sample t * hop; what lies outside the signal reads zero.
 *
 * @example
 * ```ts
 * import { Stft } from '@onebit/audio';
 * const stft = new Stft(8);
 * const spectrogram = stft.analyse(Float32Array.of(1, 2, 3, 4, 5));
 * const back = stft.synthesise(spectrogram, 5);
 * console.log(spectrogram.frames, spectrogram.bins); // 3 5
 * console.log([...back].map((value) => value.toFixed(3)).join(' ')); // 1.000 2.000 3.000 4.000 5.000
 * ```
 */
export class Stft {
  /** Samples a frame. */
  readonly size: number;
  /** Samples from one frame to the next. */
  readonly hop: number;
  /** Frequencies a frame. */
  readonly bins: number;
  readonly #window: Float64Array;
  readonly #fft: FourierTransform;
  readonly #time: Float64Array;
  readonly #spectrum: Float64Array;
  readonly #complex: Float64Array;

  /** @param size - samples of the window, a power of two from 4 */
  constructor(size = 512) {
    this.size = size;
    this.hop = size / 2;
    this.bins = size / 2 + 1;
    this.#window = Float64Array.from({ length: size }, (_, at) => Math.sin((Math.PI * at) / size));
    this.#fft = new Transform(size);
    this.#time = new Float64Array(size);
    this.#spectrum = new Float64Array(size * 2);
    this.#complex = new Float64Array(size * 2);
  }

  /** Frames of a signal of so many samples: each sample lies in two of them. */
  framesOf(samples: number): number {
    return Math.ceil(samples / this.hop) + 1;
  }

  /** Transforms a whole signal. */
  analyse(signal: Float32Array): Spectrogram {
    const frames = this.framesOf(signal.length);
    const data = new Float32Array(frames * this.bins * 2);
    for (let frame = 0; frame < frames; frame++) {
      const out = data.subarray(frame * this.bins * 2, (frame + 1) * this.bins * 2);
      this.analyseFrame(signal, (frame - 1) * this.hop, out);
    }
    return { frames, bins: this.bins, data };
  }

  /**
   * Transforms one frame.
   *
   * @param start - its first sample, which may lie before the signal
   * @param out - bins * 2 numbers
   */
  analyseFrame(signal: Float32Array, start: number, out: Float32Array): void {
    const time = this.#time;
    const window = this.#window;
    const from = Math.min(this.size, Math.max(0, -start));
    const to = Math.max(from, Math.min(this.size, signal.length - start));
    time.fill(0, 0, from);
    for (let at = from; at < to; at++) time[at] = signal[start + at]! * window[at]!;
    time.fill(0, to);
    this.#fft.realTransform(this.#spectrum, time);
    for (let at = 0; at < out.length; at++) out[at] = this.#spectrum[at]!;
  }

  /**
   * Turns frames back into a signal.
   *
   * @param length - samples of the signal that was analysed
   */
  synthesise({ frames, data }: Spectrogram, length: number): Float32Array {
    const out = new Float32Array(length);
    for (let frame = 0; frame < frames; frame++) {
      const spectrum = data.subarray(frame * this.bins * 2, (frame + 1) * this.bins * 2);
      this.addFrame(spectrum, out, (frame - 1) * this.hop);
    }
    return out;
  }

  /**
   * Adds one frame, windowed, to a signal; samples outside it are left away.
   *
   * @param spectrum - bins * 2 numbers
   * @param start - place of its first sample
   */
  addFrame(spectrum: Float32Array, signal: Float32Array, start: number): void {
    const full = this.#spectrum;
    full.set(spectrum);
    // Rounded masks may leave a trace of phase where a real signal has none.
    full[1] = 0;
    full[this.size + 1] = 0;
    this.#fft.completeSpectrum(full);
    this.#fft.inverseTransform(this.#complex, full);
    const from = Math.max(0, -start);
    const to = Math.min(this.size, signal.length - start);
    for (let at = from; at < to; at++) {
      signal[start + at]! += this.#complex[at * 2]! * this.#window[at]!;
    }
  }
}
