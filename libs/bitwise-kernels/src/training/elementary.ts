/**
 * exp and log from additions, multiplications and divisions alone. Math.exp and Math.log may differ
 * in the last bits from engine to engine; these do not, so a training run repeats everywhere.
 */

const LOG2E = 1.4426950408889634;
/** ln 2 in two parts: the first has zeros at its end, so that multiples of it are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const SQRT2 = 1.4142135623730951;

const bits = new DataView(new ArrayBuffer(8));

/** 2^exponent for -1022 <= exponent <= 1023. */
function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/**
 * e^x, within a relative error of 1e-15; 0 below -700 and Infinity above 709.
 *
 * x = k ln 2 + r with |r| <= ln 2 / 2, and e^r by its Taylor polynomial of degree 13.
 */
export function exponential(x: number): number {
  if (x < -700) return 0;
  if (x > 709) return Infinity;
  const k = Math.floor(x * LOG2E + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let degree = 13; degree >= 1; degree--) sum = 1 + (r * sum) / degree;
  return sum * powerOfTwo(k);
}

/**
 * The natural logarithm of a positive normal number, within a relative error of 1e-15.
 *
 * x = 2^k m with m between sqrt(1/2) and sqrt(2), and ln m = 2 artanh((m - 1) / (m + 1)) by its
 * series.
 */
export function logarithm(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let k = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | (1023 << 20));
  let m = bits.getFloat64(0);
  if (m > SQRT2) {
    m /= 2;
    k++;
  }
  const t = (m - 1) / (m + 1);
  const square = t * t;
  let sum = 0;
  for (let degree = 23; degree >= 1; degree -= 2) sum = sum * square + 1 / degree;
  return k * LN2_HIGH + (2 * t * sum + k * LN2_LOW);
}
