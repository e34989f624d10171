/**
 * exp and log from additions, multiplications and divisions alone. Math.exp and Math.log may differ
 * in the last bits from engine to engine; these do not, so a training run repeats everywhere.
 */

const LOG2E = 1.4426950408889634;
/** ln 2 in two parts: the first has zeros at its end, so that multiples of it are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const SQRT2 = 1.4142135623730951;

/** A double and its two words; little-endian, as everything in the kernels' memory. */
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * e^x, within a relative error of 1e-11; 0 below -700 and Infinity above 709.
 *
 * x = k ln 2 + r with |r| <= ln 2 / 2, and e^r by its Taylor polynomial of degree 9.
 */
export function exponential(x: number): number {
  if (x < -700) return 0;
  if (x > 709) return Infinity;
  const k = Math.floor(x * LOG2E + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  const square = r * r;
  const even = 1 + square * (1 / 2 + square * (1 / 24 + square * (1 / 720 + square * (1 / 40320))));
  const odd =
    1 + square * (1 / 6 + square * (1 / 120 + square * (1 / 5040 + square * (1 / 362880))));
  words[0] = 0;
  words[1] = (k + 1023) << 20;
  return (even + r * odd) * double[0]!;
}

/**
 * The natural logarithm of a positive normal number, within a relative error of 1e-11.
 *
 * x = 2^k m with m between sqrt(1/2) and sqrt(2), and ln m = 2 artanh((m - 1) / (m + 1)) by its
 * series.
 */
export function logarithm(x: number): number {
  double[0] = x;
  const high = words[1]!;
  let k = (high >>> 20) - 1023;
  words[1] = (high & 0xfffff) | (1023 << 20);
  let m = double[0]!;
  if (m > SQRT2) {
    m /= 2;
    k++;
  }
  const t = (m - 1) / (m + 1);
  const s = t * t;
  const series =
    1 + s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s * (1 / 9 + s * (1 / 11 + s * (1 / 13))))));
  return k * LN2_HIGH + (2 * t * series + k * LN2_LOW);
}
