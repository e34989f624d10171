/** Hertz to mel: 2595 log10(1 + f / 700) (O'Shaughnessy, 1987). */
export const hertzToMel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);

/** Mel to hertz. */
export const melToHertz = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);

/** What a mel filter bank is made from. */
export interface MelOptions {
  /** Samples a second. */
  readonly sampleRate: number;
  /** Bins of a Fourier frame: half its size and one. */
  readonly bins: number;
  /** Bands, by default 40. */
  readonly bands?: number;
  /** Edges of the lowest and the highest band in hertz, by default 0 and half the rate. */
  readonly lowest?: number;
  readonly highest?: number;
}

/**
 * Triangles over frequency, evenly spaced in mel, each from the peak of the one before to that of
 * the one behind, 1 at its own (Davis and Mermelstein, 1980).
 */
export class MelFilterBank {
  readonly bands: number;
  readonly bins: number;
  /** Centre of each band in hertz. */
  readonly centres: Float64Array;
  /** Weight of each bin in each band, bands one after the other. */
  readonly weights: Float64Array;

  constructor({ sampleRate, bins, bands = 40, lowest = 0, highest = sampleRate / 2 }: MelOptions) {
    const [from, to] = [hertzToMel(lowest), hertzToMel(highest)];
    const edges = Array.from({ length: bands + 2 }, (_, at) =>
      melToHertz(from + ((to - from) * at) / (bands + 1)),
    );
    this.bands = bands;
    this.bins = bins;
    this.centres = Float64Array.from(edges.slice(1, -1));
    this.weights = new Float64Array(bands * bins);
    for (let band = 0; band < bands; band++) {
      const [left, centre, right] = edges.slice(band, band + 3) as [number, number, number];
      for (let bin = 0; bin < bins; bin++) {
        const hertz = (bin * sampleRate) / (2 * (bins - 1));
        const rise = (hertz - left) / (centre - left);
        const fall = (right - hertz) / (right - centre);
        this.weights[band * bins + bin] = Math.max(0, Math.min(rise, fall));
      }
    }
  }

  /**
   * Power in each band of one frame.
   *
   * @param frame - complex bins, real and imaginary part in turn
   */
  apply(frame: Float32Array): Float64Array {
    const power = Float64Array.from(
      { length: this.bins },
      (_, bin) => frame[bin * 2]! ** 2 + frame[bin * 2 + 1]! ** 2,
    );
    return Float64Array.from({ length: this.bands }, (_, band) => {
      let sum = 0;
      for (let bin = 0; bin < this.bins; bin++)
        sum += this.weights[band * this.bins + bin]! * power[bin]!;
      return sum;
    });
  }
}
