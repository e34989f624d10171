/**
 * Scale-invariant signal-to-distortion ratio in decibels, both signals freed of their mean
 * (Le Roux et al., "SDR - half-baked or well done?", 2019, equation 1).
 *
 * @param estimate - of the source
 * @param source - the reference, as long as the estimate
 * @returns decibels; -Infinity where the estimate holds nothing of the source
 *
 * @example
 * ```ts
 * import { siSdr } from '@onebit/audio';
 * const source = Float32Array.of(1, -1, 1, -1);
 * const estimate = Float32Array.of(3, -1, 1, -3);
 * console.log(siSdr(estimate, source).toFixed(2)); // 6.02
 * ```
 */
export function siSdr(estimate: Float32Array, source: Float32Array): number {
  const count = source.length;
  const meanOfSource = mean(source);
  const meanOfEstimate = mean(estimate);
  let cross = 0;
  let energy = 0;
  let own = 0;
  for (let at = 0; at < count; at++) {
    const s = source[at]! - meanOfSource;
    const e = estimate[at]! - meanOfEstimate;
    cross += s * e;
    energy += s * s;
    own += e * e;
  }
  const target = energy > 0 ? cross ** 2 / energy : 0;
  if (target === 0) return -Infinity;
  return 10 * Math.log10(target / Math.max(own - target, 1e-12 * own));
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length > 0 ? sum / values.length : 0;
}
