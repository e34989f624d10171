import { Cholesky } from './cholesky.ts';
import { Correlator } from './correlation.ts';

/** Ratios of BSS Eval in decibels. */
export interface BssScores {
  /** Source to all distortion. */
  readonly sdr: number;
  /** Source to interference of the other sources. */
  readonly sir: number;
  /** Sources to artefacts. */
  readonly sar: number;
}

/** Taps of the filters that a source may have gone through. */
const TAPS = 512;
/** Share of the diagonal added so that silent or equal references can be solved for. */
const RIDGE = 1e-10;

/**
 * BSS Eval version 3 for sources (Vincent, Gribonval and Févotte, 2006): the estimate is split into
 * what a 512-tap filter makes of its source, what filters make of all other sources, and the rest.
 *
 * @param references - the true sources, of one length
 * @returns a function from an estimate and the index of its source to the scores: what the
 * references alone decide is computed once
 *
 * @example
 * ```ts
 * import { bssEval } from '@onebit/audio';
 * const tone = (step: number) => Float32Array.from({ length: 2000 }, (_, t) => Math.sin(t * t * step));
 * const [a, b] = [tone(1e-3), tone(3e-3)];
 * const judge = bssEval([a, b]);
 * const { sir, sar } = judge(a.map((value, t) => value + 0.1 * b[t]!), 0);
 * console.log(sir > 19 && sir < 22, sar > 60); // true true
 * ```
 */
export function bssEval(
  references: readonly Float32Array[],
): (estimate: Float32Array, source: number) => BssScores {
  const count = references.length;
  const correlator = new Correlator(references[0]?.length ?? 1, TAPS);
  const spectra = references.map((reference) => correlator.spectrum(reference));
  const size = TAPS * count;
  const gram = new Float64Array(size * size);
  spectra.forEach((a, i) => {
    spectra.forEach((b, j) => {
      // Shifted copies a(t - p) and b(t - q) have the product r(p - q).
      const r = correlator.correlate(a, b);
      for (let p = 0; p < TAPS; p++) {
        for (let q = 0; q < TAPS; q++) gram[(i * TAPS + p) * size + j * TAPS + q] = r(p - q);
      }
    });
  });
  for (let at = 0; at < size; at++) gram[at * size + at]! *= 1 + RIDGE;
  const all = new Cholesky(gram, size);
  const single = references.map((_, source) => {
    const block = new Float64Array(TAPS * TAPS);
    for (let row = 0; row < TAPS; row++) {
      const start = (source * TAPS + row) * size + source * TAPS;
      block.set(gram.subarray(start, start + TAPS), row * TAPS);
    }
    return new Cholesky(block, TAPS);
  });
  return (estimate, source) => {
    const spectrum = correlator.spectrum(estimate);
    const products = new Float64Array(size);
    spectra.forEach((reference, i) => {
      const r = correlator.correlate(reference, spectrum);
      for (let lag = 0; lag < TAPS; lag++) products[i * TAPS + lag] = r(lag);
    });
    const energy = estimate.reduce((sum, value) => sum + value * value, 0);
    const own = products.slice(source * TAPS, (source + 1) * TAPS);
    // Projections are nested, so that energies of the parts are differences.
    const target = dot(own, single[source]!.solve(own));
    const sources = dot(products, all.solve(products));
    return {
      sdr: decibels(target, energy - target),
      sir: decibels(target, sources - target),
      sar: decibels(sources, energy - sources),
    };
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

function decibels(part: number, rest: number): number {
  if (!(part > 0)) return -Infinity;
  return 10 * Math.log10(part / Math.max(rest, part * 1e-12));
}
