import { FloatMatrix } from '@onebit/bitwise-kernels';
import { logistic } from './squash.ts';

/** A binary head a label, or one softmax over all labels with a text's labels in equal shares. */
export type Decides = 'heads' | 'softmax';

/** A loss and where it goes down. */
export interface TextLoss {
  readonly loss: number;
  /** `[texts, labels]` */
  readonly gradient: FloatMatrix;
}

/**
 * The mean cross-entropy of a batch: over texts and labels for heads, over texts for softmax.
 *
 * @param logits - `[texts, labels]`
 * @param wanted - `[texts, labels]` of 0 and 1
 */
export function crossEntropy(decides: Decides, logits: FloatMatrix, wanted: Uint8Array): TextLoss {
  const gradient = FloatMatrix.create(logits.rows, logits.columns);
  const loss =
    decides === 'heads'
      ? ofHeads(logits.data, wanted, gradient.data)
      : ofSoftmax(logits.data, wanted, gradient.data, logits.columns);
  return { loss, gradient };
}

function ofHeads(logits: Float32Array, wanted: Uint8Array, gradient: Float32Array): number {
  let sum = 0;
  logits.forEach((logit, at) => {
    // max(z, 0) - z y + ln(1 + exp(-|z|)): never infinite.
    sum += Math.max(logit, 0) - logit * wanted[at]! + Math.log1p(Math.exp(-Math.abs(logit)));
    gradient[at] = (logistic(logit) - wanted[at]!) / logits.length;
  });
  return sum / logits.length;
}

function ofSoftmax(
  logits: Float32Array,
  wanted: Uint8Array,
  gradient: Float32Array,
  labels: number,
): number {
  const texts = logits.length / labels;
  let sum = 0;
  for (let from = 0; from < logits.length; from += labels) {
    const own = wanted.subarray(from, from + labels);
    const count = own.reduce((all, value) => all + value, 0);
    if (count === 0) continue;
    const row = logits.subarray(from, from + labels);
    const shares = softmax(row);
    own.forEach((value, label) => {
      gradient[from + label] = (shares[label]! - value / count) / texts;
      if (value > 0) sum -= Math.log(Math.max(shares[label]!, Number.MIN_VALUE)) / count;
    });
  }
  return sum / texts;
}

/** Shares that add up to one. */
export function softmax(logits: Float32Array): Float64Array {
  const most = logits.reduce((top, logit) => Math.max(top, logit), -Infinity);
  const parts = Float64Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = parts.reduce((all, part) => all + part, 0);
  return parts.map((part) => part / sum);
}
