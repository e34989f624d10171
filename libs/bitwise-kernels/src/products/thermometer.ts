import { OnebitError } from '@onebit/errors';
import { BitMatrix } from '../storage/bit-matrix.ts';
import { requireLength } from './operands.ts';

/**
 * Encodes numbers as thermometers: T bits a value, bit t set where the value is at least level t.
 *
 * A value becomes a run of ones, as long as the number of levels that it reaches, so close values
 * differ in few bits and the Hamming distance of two codes counts the levels between them. (Buckman
 * et al., Thermometer Encoding, 2018.)
 *
 * @param values - rows * features numbers, row by row; NaN is refused
 * @param rows - at least 1
 * @param features - numbers in a row, at least 1
 * @param levels - T numbers, at least 1, each above the one before
 * @returns rows x (features * T) bits; column f * T + t belongs to level t of feature f
 * @throws OnebitError `size-invalid`, `size-mismatch`, `memory-exhausted`; `value-invalid` for
 * NaN and for levels that do not rise
 *
 * @example
 * ```ts
 * import { thermometer } from '@onebit/bitwise-kernels';
 * const bits = thermometer(Uint8Array.of(10, 128, 250), 1, 3, [64, 128, 192]);
 * console.log(bits.toBytes().join('')); // 000110111
 * ```
 */
export function thermometer(
  values: Uint8Array | Float32Array,
  rows: number,
  features: number,
  levels: ArrayLike<number>,
): BitMatrix {
  requireRising(levels);
  const matrix = BitMatrix.create(rows, features * levels.length);
  try {
    requireLength('values', values, rows * features);
    if (values instanceof Uint8Array) encodeBytes(values, features, levels, matrix);
    else encodeFloats(values, features, levels, matrix);
    return matrix;
  } catch (error) {
    matrix.dispose();
    throw error;
  }
}

/**
 * T levels that cut a range into T + 1 equal parts.
 *
 * @param count - T, at least 1
 * @param low - lower end of the range
 * @param high - upper end of the range, above low
 * @returns T rising numbers inside the range
 * @throws OnebitError `size-invalid`, `value-invalid`
 *
 * @example
 * ```ts
 * import { evenLevels } from '@onebit/bitwise-kernels';
 * console.log(evenLevels(3, 0, 256).join(' ')); // 64 128 192
 * ```
 */
export function evenLevels(count: number, low: number, high: number): Float64Array {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new OnebitError('size-invalid', {
      expected: 'at least one level',
      received: String(count),
      hint: 'Give a whole number of levels.',
    });
  }
  if (!(low < high) || !Number.isFinite(high - low)) {
    throw new OnebitError('value-invalid', {
      expected: 'a range that rises',
      received: `${low} to ${high}`,
      hint: 'Give the lower end first.',
    });
  }
  return Float64Array.from(
    { length: count },
    (_, t) => low + ((t + 1) * (high - low)) / (count + 1),
  );
}

function encodeBytes(
  values: Uint8Array,
  features: number,
  levels: ArrayLike<number>,
  matrix: BitMatrix,
): void {
  const reached = Uint32Array.from({ length: 256 }, (_, byte) => levelsReached(byte, levels));
  eachRun(matrix, features, levels.length, (at) => reached[values[at]!]!);
}

function encodeFloats(
  values: Float32Array,
  features: number,
  levels: ArrayLike<number>,
  matrix: BitMatrix,
): void {
  const wrong = values.findIndex(Number.isNaN);
  if (wrong >= 0) {
    throw new OnebitError('value-invalid', {
      expected: 'numbers',
      received: `NaN at index ${wrong}`,
      hint: 'NaN reaches no level: find where it arose.',
      position: wrong,
    });
  }
  eachRun(matrix, features, levels.length, (at) => levelsReached(values[at]!, levels));
}

/** How many of the rising levels a value reaches, by halving. */
function levelsReached(value: number, levels: ArrayLike<number>): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value >= levels[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sets the first `lengthOf(value index)` of each value's bits. */
function eachRun(
  { words, wordsPerRow, rows }: BitMatrix,
  features: number,
  bits: number,
  lengthOf: (at: number) => number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let feature = 0; feature < features; feature++) {
      const start = feature * bits;
      const end = start + lengthOf(row * features + feature);
      for (let at = start; at < end;) {
        const bit = at & 31;
        const count = Math.min(32 - bit, end - at);
        const ones = count === 32 ? -1 : (1 << count) - 1;
        words[row * wordsPerRow + (at >>> 5)]! |= ones << bit;
        at += count;
      }
    }
  }
}

function requireRising(levels: ArrayLike<number>): void {
  if (levels.length < 1) {
    throw new OnebitError('size-invalid', {
      expected: 'at least one level',
      received: 'none',
      hint: 'Give the levels that the bits stand for.',
    });
  }
  for (let t = 0; t < levels.length; t++) {
    if (!Number.isNaN(levels[t]) && (t === 0 || levels[t]! > levels[t - 1]!)) continue;
    throw new OnebitError('value-invalid', {
      expected: 'levels that rise',
      received: `${levels[t]} at index ${t}`,
      hint: 'Sort the levels and leave out repeated ones.',
    });
  }
}
