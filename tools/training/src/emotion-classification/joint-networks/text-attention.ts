import { FloatMatrix, floatProduct } from '@onebit/bitwise-kernels';
import type { LearnedMatrix } from './learned-matrix.ts';
import type { PackedTexts } from './packed-texts.ts';
import { tanh } from './squash.ts';

/** The weights of attention: `[2 * units, 2 * units]`, `[1, 2 * units]`, `[1, 2 * units]`. */
export interface AttentionWeights {
  readonly attend: LearnedMatrix;
  readonly shift: LearnedMatrix;
  readonly query: LearnedMatrix;
}

/** What attention made of a batch. */
export interface AttentionRun {
  /** `[texts, 2 * units]`, texts in the order of the batch; zeros for a text without words. */
  readonly texts: FloatMatrix;
  /** tanh of the states' projection `[rows, 2 * units]`. */
  readonly keys: FloatMatrix;
  /** Each row's share of its text. */
  readonly shares: Float32Array;
}

/**
 * Sums the states of each text by how much attention each gets: u = tanh(W h + b), and the softmax of
 * u . v within the text.
 *
 * @param states - of both directions, `[rows, units]` each
 */
export function runAttention(
  { attend, shift, query }: AttentionWeights,
  batch: PackedTexts,
  states: readonly [FloatMatrix, FloatMatrix],
): AttentionRun {
  const units = states[0].columns;
  const width = 2 * units;
  const rows = batch.words.length;
  const keys = floatProduct(states[0], attend.used.rowRange(0, units));
  floatProduct(states[1], attend.used.rowRange(units, units), {
    destination: keys,
    accumulate: true,
  });
  const texts = FloatMatrix.create(batch.texts, width);
  const shares = new Float32Array(rows);
  const [k, b, q] = [keys.data, shift.used.data, query.used.data];
  for (let row = 0; row < rows; row++) {
    let score = 0;
    for (let at = 0; at < width; at++) {
      const key = tanh(k[row * width + at]! + b[at]!);
      k[row * width + at] = key;
      score += key * q[at]!;
    }
    shares[row] = score;
  }
  softmaxWithin(batch, shares);
  const out = texts.data;
  const [first, second] = [states[0].data, states[1].data];
  eachRow(batch, (row, text) => {
    const share = shares[row]!;
    for (let unit = 0; unit < units; unit++) {
      out[text * width + unit]! += share * first[row * units + unit]!;
      out[text * width + units + unit]! += share * second[row * units + unit]!;
    }
  });
  return { texts, keys, shares };
}

/**
 * Adds the gradients of attention's weights.
 *
 * @param ofTexts - gradient of the texts' vectors `[texts, 2 * units]`
 * @returns the gradients of both directions' states
 */
export function attentionGradient(
  { attend, shift, query }: AttentionWeights,
  batch: PackedTexts,
  states: readonly [FloatMatrix, FloatMatrix],
  { keys, shares }: AttentionRun,
  ofTexts: FloatMatrix,
): [FloatMatrix, FloatMatrix] {
  const units = states[0].columns;
  const width = 2 * units;
  const ofStates: [FloatMatrix, FloatMatrix] = [
    FloatMatrix.create(batch.words.length, units),
    FloatMatrix.create(batch.words.length, units),
  ];
  const ofShares = new Float32Array(shares.length);
  const means = new Float32Array(batch.texts);
  {
    const [first, second] = [states[0].data, states[1].data];
    const [ofFirst, ofSecond, d] = [ofStates[0].data, ofStates[1].data, ofTexts.data];
    eachRow(batch, (row, text) => {
      const share = shares[row]!;
      let slope = 0;
      for (let unit = 0; unit < units; unit++) {
        const [a, b] = [d[text * width + unit]!, d[text * width + units + unit]!];
        slope += a * first[row * units + unit]! + b * second[row * units + unit]!;
        ofFirst[row * units + unit] = share * a;
        ofSecond[row * units + unit] = share * b;
      }
      ofShares[row] = slope;
      means[text]! += share * slope;
    });
  }
  const [k, q, ofShift, ofQuery] = [
    keys.data,
    query.used.data,
    shift.gradient.data,
    query.gradient.data,
  ];
  eachRow(batch, (row, text) => {
    const ofScore = shares[row]! * (ofShares[row]! - means[text]!);
    for (let at = 0; at < width; at++) {
      const key = k[row * width + at]!;
      const ofSum = ofScore * q[at]! * (1 - key * key);
      ofQuery[at]! += ofScore * key;
      ofShift[at]! += ofSum;
      k[row * width + at] = ofSum;
    }
  });
  for (const direction of [0, 1] as const) {
    floatProduct(states[direction], keys, {
      transposeLeft: true,
      destination: attend.gradient.rowRange(direction * units, units),
      accumulate: true,
    });
    floatProduct(keys, attend.used.rowRange(direction * units, units), {
      transposeRight: true,
      destination: ofStates[direction],
      accumulate: true,
    });
  }
  return ofStates;
}

function eachRow(
  { present, starts, order }: PackedTexts,
  visit: (row: number, text: number) => void,
): void {
  for (let position = 0; position < present.length; position++) {
    for (let place = 0; place < present[position]!; place++) {
      visit(starts[position]! + place, order[place]!);
    }
  }
}

/** Scores into shares that add up to one in each text. */
function softmaxWithin(batch: PackedTexts, scores: Float32Array): void {
  const most = new Float32Array(batch.texts).fill(-Infinity);
  const sums = new Float64Array(batch.texts);
  eachRow(batch, (row, text) => (most[text] = Math.max(most[text]!, scores[row]!)));
  eachRow(batch, (row, text) => {
    scores[row] = Math.exp(scores[row]! - most[text]!);
    sums[text]! += scores[row]!;
  });
  eachRow(batch, (row, text) => (scores[row]! /= sums[text]!));
}
