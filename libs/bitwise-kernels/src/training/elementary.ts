/**
 * exp and log from additions, multiplications and divisions alone. Math.exp and Math.log may differ
 * in the last bits from engine to engine; these do not, so a training run repeats everywhere.
 */

const LOG2E = 1.4426950408889634;
/** ln 2 in two parts: the first has zeros at its end, so that multiples of it are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LN2 = 0.6931471805599453;
const SQRT2 = 1.4142135623730951;

/** 2^k for k from -1022 to 1023: reading one is quicker than assembling it from words. */
const POWERS = new Float64Array(2046);
for (let at = 0, power = 2.2250738585072014e-308; at < POWERS.length; at++, power *= 2) {
  POWERS[at] = power;
}

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
  return (even + r * odd) * POWERS[k + 1022]!;
}

/** The natural logarithm of a positive normal number, within a relative error of 1e-11. */
export function logarithm(x: number): number {
  double[0] = x;
  const high = words[1]!;
  const k = (high >>> 20) - 1023;
  words[1] = (high & 0xfffff) | (1023 << 20);
  return k * LN2_HIGH + (logarithmFromOneToTwo(double[0]!) + k * LN2_LOW);
}

/**
 * The natural logarithm of a number from 1 to 2, within a relative error of 1e-11.
 *
 * ln m = 2 artanh((m - 1) / (m + 1)) by its series, above sqrt(2) by way of m / 2.
 */
export function logarithmFromOneToTwo(x: number): number {
  const above = x > SQRT2;
  const m = above ? x / 2 : x;
  const t = (m - 1) / (m + 1);
  const s = t * t;
  const series =
    1 + s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s * (1 / 9 + s * (1 / 11 + s * (1 / 13))))));
  return (above ? LN2 : 0) + 2 * t * series;
}
