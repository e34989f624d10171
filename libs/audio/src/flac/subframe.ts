import { OnebitError } from '@onebit/errors';
import type { BitReader } from './bit-reader.ts';

/** Coefficients of the fixed predictors of order 0 to 4 (RFC 9639, section 9.2.5). */
const FIXED = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]] as const;

/**
 * Reads one subframe: the samples of one channel of a frame (RFC 9639, section 9.2).
 *
 * @param bits - at the subframe's first bit
 * @param out - as many samples as the frame has
 * @param depth - bits a sample, side channels one more than the stream says
 */
export function readSubframe(bits: BitReader, out: Float64Array, depth: number): void {
  if (bits.unsigned(1) !== 0) throw invalid('a subframe that starts with a zero bit');
  const type = bits.unsigned(6);
  const wasted = bits.unsigned(1) === 1 ? bits.unary() + 1 : 0;
  const width = depth - wasted;
  if (width < 1) throw invalid('fewer wasted bits than the sample has');
  if (type === 0) out.fill(bits.signed(width));
  else if (type === 1) for (let at = 0; at < out.length; at++) out[at] = bits.signed(width);
  else if (type >= 8 && type <= 12) {
    const coefficients = FIXED[type - 8]!;
    warmUp(bits, out, coefficients.length, width);
    readResidual(bits, out, coefficients.length);
    predict(out, coefficients, 0);
  } else if (type >= 32) {
    const order = type - 31;
    warmUp(bits, out, order, width);
    const precision = bits.unsigned(4) + 1;
    if (precision === 16) throw invalid('a coefficient precision of at most 15 bits');
    const shift = bits.signed(5);
    if (shift < 0) throw invalid('a shift of at least 0');
    const coefficients = Array.from({ length: order }, () => bits.signed(precision));
    readResidual(bits, out, order);
    predict(out, coefficients, shift);
  } else throw invalid('a subframe type that is defined');
  if (wasted > 0) for (let at = 0; at < out.length; at++) out[at]! *= 2 ** wasted;
}

function warmUp(bits: BitReader, out: Float64Array, order: number, width: number): void {
  if (order > out.length) throw invalid('no more predictor coefficients than samples');
  for (let at = 0; at < order; at++) out[at] = bits.signed(width);
}

/** Rice-coded residuals into the places behind the warm-up (RFC 9639, section 9.2.7). */
function readResidual(bits: BitReader, out: Float64Array, order: number): void {
  const method = bits.unsigned(2);
  if (method > 1) throw invalid('a residual coding method that is defined');
  const parameterBits = method === 0 ? 4 : 5;
  const escape = method === 0 ? 15 : 31;
  const partitionOrder = bits.unsigned(4);
  const partitions = 1 << partitionOrder;
  const size = out.length / partitions;
  if (!Number.isInteger(size) || size < order) throw invalid('partitions that fit the block');
  let at = order;
  for (let partition = 0; partition < partitions; partition++) {
    const end = (partition + 1) * size;
    const parameter = bits.unsigned(parameterBits);
    if (parameter === escape) {
      const width = bits.unsigned(5);
      for (; at < end; at++) out[at] = bits.signed(width);
    } else {
      const factor = 2 ** parameter;
      for (; at < end; at++) {
        const folded = bits.unary() * factor + bits.unsigned(parameter);
        out[at] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
      }
    }
  }
}

/** Adds the prediction from the samples before to each residual. */
function predict(out: Float64Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  const divisor = 2 ** shift;
  for (let at = order; at < out.length; at++) {
    let sum = 0;
    for (let lag = 0; lag < order; lag++) sum += coefficients[lag]! * out[at - 1 - lag]!;
    out[at]! += Math.floor(sum / divisor);
  }
}

export function invalid(expected: string): OnebitError {
  return new OnebitError('audio-unreadable', {
    expected,
    received: 'other bits in the FLAC stream',
    hint: 'The file is damaged or no FLAC.',
  });
}
