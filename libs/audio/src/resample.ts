import { OnebitError } from '@onebit/errors';

/** Ratios of the two rates that are possible. */
const LARGEST_RATIO = 256;
/** Kaiser window of 110 dB: the errors of the filter stay that far below. */
const BETA = 0.1102 * (110 - 8.7);
/** Zero crossings of the kernel on either side: the transition takes a tenth of the band. */
const CROSSINGS = 72;
/** Middle of the transition band: nine tenths of the lower rate's band pass whole, none folds back. */
const MIDDLE = 0.95;
/** Kernels that are tabulated at most; interpolating between them leaves errors 118 dB below. */
const MOST_PHASES = 1024;
/** Numbers of all kernels together at most. Lower rates need fewer of their wider kernels. */
const MOST_TAPS = 2 ** 21;

/**
 * Changes the sample rate of one channel while it comes, by a band-limited kernel (a sinc under a
 * Kaiser window): what passes is more than 100 dB above all errors.
 *
 * @example
 * ```ts
 * import { Resampler } from '@onebit/audio';
 * const resampler = new Resampler(48_000, 8000);
 * const first = resampler.push(new Float32Array(30_000));
 * const second = resampler.push(new Float32Array(18_000));
 * console.log(first.length + second.length + resampler.end().length); // 8000
 * ```
 */
export class Resampler {
  readonly #step: number;
  readonly #up: number;
  readonly #down: number;
  readonly #reach: number;
  readonly #phases: number;
  readonly #kernels: Float64Array;
  /** Samples that outputs to come still look at; the first of them is number `#start`. */
  #held: Float32Array;
  #start: number;
  #received = 0;
  #given = 0;

  /**
   * @param from - samples a second that it has, a whole number
   * @param to - samples a second that it gets, a whole number
   * @throws OnebitError `value-invalid` where a rate is no whole number above 0 or the ratio beyond
   * 256
   */
  constructor(from: number, to: number) {
    const whole = Number.isInteger(from) && Number.isInteger(to) && from > 0 && to > 0;
    if (!whole || to / from > LARGEST_RATIO || from / to > LARGEST_RATIO) {
      throw new OnebitError('value-invalid', {
        expected: `two whole rates above 0, at most ${LARGEST_RATIO} times apart`,
        received: `${from} Hz and ${to} Hz`,
        hint: 'Check the sample rate of the file.',
      });
    }
    const shared = commonDivisor(from, to);
    this.#up = to / shared;
    this.#down = from / shared;
    this.#step = from / to;
    // In units of input samples: a lower rate widens the kernel.
    const cutoff = MIDDLE * Math.min(1, to / from);
    this.#reach = Math.ceil(CROSSINGS / cutoff);
    this.#phases = Math.min(this.#up, MOST_PHASES, Math.floor(MOST_TAPS / (2 * this.#reach)));
    this.#kernels = kernels(this.#phases, this.#reach, cutoff);
    this.#held = new Float32Array(this.#reach);
    this.#start = -this.#reach;
  }

  /** Takes samples and gives those that they complete. */
  push(samples: Float32Array): Float32Array<ArrayBuffer> {
    this.#received += samples.length;
    return this.#run(samples, Infinity);
  }

  /** Ends the sound and gives the rest: in all round(samples * to / from). */
  end(): Float32Array<ArrayBuffer> {
    const total = Math.round((this.#received * this.#up) / this.#down);
    return this.#run(new Float32Array(this.#reach + Math.ceil(this.#step) + 1), total);
  }

  #run(samples: Float32Array, total: number): Float32Array<ArrayBuffer> {
    const taps = 2 * this.#reach;
    const all = new Float32Array(this.#held.length + samples.length);
    all.set(this.#held);
    all.set(samples, this.#held.length);
    const last = this.#start + all.length;
    // Output n lies at input n * step and sees reach samples on both sides.
    const ready = Math.floor(((last - this.#reach - 1) * this.#up) / this.#down) + 1;
    const until = Math.max(this.#given, Math.min(total, ready));
    const out = new Float32Array(until - this.#given);
    for (let n = this.#given; n < until; n++) {
      const place = this.#placeOf(n);
      const from = place.whole - this.#reach + 1 - this.#start;
      const phase = (place.rest * this.#phases) / this.#up;
      const index = Math.floor(phase);
      const share = phase - index;
      const value = this.#product(all, from, index * taps);
      out[n - this.#given] =
        share === 0
          ? value
          : value + share * (this.#product(all, from, (index + 1) * taps) - value);
    }
    this.#given = until;
    const keepFrom = Math.max(0, this.#placeOf(until).whole - this.#reach + 1 - this.#start);
    this.#held = all.slice(keepFrom);
    this.#start += Math.min(keepFrom, all.length);
    return out;
  }

  /** Where output n lies among the inputs, exactly: whole samples and `rest / up` of one. */
  #placeOf(n: number): { whole: number; rest: number } {
    const turns = Math.floor(n / this.#up);
    const rest = (n - turns * this.#up) * this.#down;
    const within = Math.floor(rest / this.#up);
    return { whole: turns * this.#down + within, rest: rest - within * this.#up };
  }

  #product(all: Float32Array, from: number, kernel: number): number {
    const taps = 2 * this.#reach;
    const kernels = this.#kernels;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) sum += all[from + tap]! * kernels[kernel + tap]!;
    return sum;
  }
}

/**
 * Changes the sample rate of one channel, see {@link Resampler}.
 *
 * @param samples - one channel
 * @param from - samples a second that it has
 * @param to - samples a second that it gets
 * @returns round(samples * to / from) samples
 * @throws OnebitError `value-invalid`
 *
 * @example
 * ```ts
 * import { resample } from '@onebit/audio';
 * const slower = resample(new Float32Array(48_000), 48_000, 8000);
 * console.log(slower.length); // 8000
 * ```
 */
export function resample(
  samples: Float32Array,
  from: number,
  to: number,
): Float32Array<ArrayBuffer> {
  if (from === to) return samples.slice();
  const resampler = new Resampler(from, to);
  const first = resampler.push(samples);
  const rest = resampler.end();
  const out = new Float32Array(first.length + rest.length);
  out.set(first);
  out.set(rest, first.length);
  return out;
}

/** One kernel a phase and one more behind, taps from `reach - 1` before to `reach` behind. */
function kernels(phases: number, reach: number, cutoff: number): Float64Array {
  const taps = 2 * reach;
  const out = new Float64Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      const x = tap - (reach - 1) - phase / phases;
      const edge = x / reach;
      if (Math.abs(edge) >= 1) continue;
      const angle = Math.PI * cutoff * x;
      const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
      out[phase * taps + tap] =
        (cutoff * sinc * bessel(BETA * Math.sqrt(1 - edge * edge))) / bessel(BETA);
    }
  }
  return out;
}

/** Modified Bessel function of the first kind and order 0, by its power series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-16; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
