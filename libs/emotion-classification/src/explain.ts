import { TokenBuffer, tokenizeInto } from '@onebit/text';
import type { FoundFeatures } from './feature-finder.ts';
import { marked, type NgramMarks } from './ngram-marks.ts';
import type { LabelExplanation, WeightedNgram, WeightedSpan } from './result.ts';
import type { HeardWindow } from './word-order.ts';

/** N-grams and windows listed for a label at most. */
const LISTED = 12;

/**
 * Reasons for one label.
 *
 * @param text - the text
 * @param found - its features
 * @param contributions - `[features, labels]`
 * @param marks - of all n-grams of the text
 * @param windows - windows of words whose order speaks
 * @param label - index of the label
 * @param labels - number of labels
 * @param bias - log-odds of an empty text
 */
export function explainLabel(
  text: string,
  found: FoundFeatures,
  contributions: Float32Array,
  marks: readonly NgramMarks[],
  windows: readonly HeardWindow[],
  label: number,
  labels: number,
  bias: number,
): LabelExplanation {
  const spans: WeightedNgram[] = [];
  for (let at = 0; at < found.length; at++) {
    const start = found.starts[at]!;
    const end = found.ends[at]!;
    const weight = contributions[at * labels + label]!;
    const span = text.slice(start, end);
    spans.push({ text: span, marked: marked(span, marks[found.grams[at]!]!), start, end, weight });
  }
  for (const { first, last, weights } of windows) {
    const start = found.wordStarts[first]!;
    const end = found.wordEnds[last]!;
    const span = text.slice(start, end);
    spans.push({ text: span, marked: `[${span}]`, start, end, weight: weights[label]! });
  }
  const words = shareOverWords(text, spans);
  spans.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.start - b.start);
  return { bias, ngrams: spans.slice(0, LISTED), words };
}

/** Shares what each n-gram or window says equally over the words that it touches. */
function shareOverWords(text: string, spans: readonly WeightedSpan[]): WeightedSpan[] {
  const tokens = new TokenBuffer();
  tokenizeInto(text, tokens);
  const weights = new Float64Array(tokens.length);
  for (const { start, end, weight } of spans) {
    const first = firstEndingAfter(tokens, start);
    let last = first;
    while (last + 1 < tokens.length && tokens.startOf(last + 1) < end) last++;
    for (let token = first; token <= last; token++) weights[token]! += weight / (last - first + 1);
  }
  return Array.from(weights, (weight, token) => {
    const start = tokens.startOf(token);
    const end = tokens.ends[token]!;
    return { text: text.slice(start, end), start, end, weight };
  });
}

function firstEndingAfter(tokens: TokenBuffer, position: number): number {
  let low = 0;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens.ends[middle]! > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
