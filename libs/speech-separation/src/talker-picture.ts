import { Stft } from '@onebit/audio';
import { BINS, FRAME_SIZE, SAMPLE_RATE } from './features.ts';

/** Both talkers over time and frequency, in a bounded number of columns. */
export interface PictureColumns {
  readonly columns: number;
  /** Frequencies of a column, from 0 Hz up to half the sample rate. */
  readonly bins: number;
  /** Seconds from one column to the next. */
  readonly secondsAColumn: number;
  /** Level of each frequency in decibels below a full-scale sine, column by column; -Infinity for none. */
  readonly levels: Float32Array<ArrayBuffer>;
  /** The first talker's share of the amplitude at each frequency, 0 to 1; one half where nothing sounds. */
  readonly shares: Float32Array<ArrayBuffer>;
}

const HOP = FRAME_SIZE / 2;
/** Amplitude of a full-scale sine in its bin of a frame under the square root of a Hann window. */
const FULL_SCALE = FRAME_SIZE / Math.PI;

/**
 * Draws both talkers' tracks over time and frequency, however long they are: whenever the columns
 * are full, each two become one.
 *
 * @example
 * ```ts
 * import { TalkerPicture } from '@onebit/speech-separation';
 * const tone = Float32Array.from({ length: 8000 }, (_, at) => Math.sin((Math.PI * at) / 8));
 * const picture = new TalkerPicture();
 * picture.push(tone, new Float32Array(8000));
 * const { columns, bins, levels, shares } = picture.end();
 * console.log(columns, bins); // 33 257
 * console.log(levels[10 * bins + 32]?.toFixed(1), shares[10 * bins + 32]); // 0.0 1
 * ```
 */
export class TalkerPicture {
  readonly #most: number;
  readonly #stft = new Stft(FRAME_SIZE);
  /** Sums over the frames of a column: amplitude of the first and second talker, power of both. */
  readonly #sums: readonly [Float32Array, Float32Array, Float32Array];
  readonly #spectra = [new Float32Array(BINS * 2), new Float32Array(BINS * 2)] as const;
  /** Samples from the start of the next frame on. */
  #waiting = [new Float32Array(HOP), new Float32Array(HOP)];
  #framesAColumn = 1;
  #frames = 0;
  #samples = 0;

  /** @param columns - at most so many, an even number */
  constructor(columns = 2048) {
    this.#most = columns;
    const sums = (): Float32Array => new Float32Array(columns * BINS);
    this.#sums = [sums(), sums(), sums()];
  }

  /** Takes the next samples of both talkers, equally many. */
  push(first: Float32Array, second: Float32Array): void {
    this.#samples += first.length;
    this.#feed(first, second);
  }

  /** Ends both tracks and gives the picture. */
  end(): PictureColumns {
    const frames = this.#stft.framesOf(this.#samples);
    const rest = new Float32Array(Math.max(0, (frames + 1) * HOP - HOP - this.#samples));
    this.#feed(rest, rest);
    const columns = Math.ceil(this.#frames / this.#framesAColumn);
    const [first, second, power] = this.#sums;
    const levels = new Float32Array(columns * BINS);
    const shares = new Float32Array(columns * BINS);
    for (let at = 0; at < levels.length; at++) {
      const column = Math.floor(at / BINS);
      const frames = Math.min(this.#framesAColumn, this.#frames - column * this.#framesAColumn);
      const amplitude = first[at]! + second[at]!;
      levels[at] = 10 * Math.log10(power[at]! / frames / FULL_SCALE ** 2);
      shares[at] = amplitude > 0 ? first[at]! / amplitude : 0.5;
    }
    const secondsAColumn = (this.#framesAColumn * HOP) / SAMPLE_RATE;
    return { columns, bins: BINS, secondsAColumn, levels, shares };
  }

  #feed(first: Float32Array, second: Float32Array): void {
    const tracks = [first, second].map((samples, talker) =>
      joined(this.#waiting[talker]!, samples),
    );
    let at = 0;
    for (; at + FRAME_SIZE <= tracks[0]!.length; at += HOP) {
      tracks.forEach((track, talker) => {
        this.#stft.analyseFrame(track, at, this.#spectra[talker as 0 | 1]);
      });
      this.#add();
    }
    this.#waiting = tracks.map((track) => track.slice(at));
  }

  /** Adds the two spectra at hand to their column. */
  #add(): void {
    if (this.#frames === this.#most * this.#framesAColumn) this.#halve();
    const from = Math.floor(this.#frames / this.#framesAColumn) * BINS;
    const [first, second, power] = this.#sums;
    const [one, other] = this.#spectra;
    for (let bin = 0; bin < BINS; bin++) {
      const [re, im] = [bin * 2, bin * 2 + 1];
      first[from + bin]! += Math.hypot(one[re]!, one[im]!);
      second[from + bin]! += Math.hypot(other[re]!, other[im]!);
      power[from + bin]! += (one[re]! + other[re]!) ** 2 + (one[im]! + other[im]!) ** 2;
    }
    this.#frames += 1;
  }

  /** Makes one column of each two. */
  #halve(): void {
    for (const sums of this.#sums) {
      for (let column = 0; column < this.#most / 2; column++) {
        for (let bin = 0; bin < BINS; bin++) {
          const at = column * 2 * BINS + bin;
          sums[column * BINS + bin] = sums[at]! + sums[at + BINS]!;
        }
      }
      sums.fill(0, (this.#most / 2) * BINS);
    }
    this.#framesAColumn *= 2;
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
