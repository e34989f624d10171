import type { Random } from '@onebit/bnn-training';
import type { WordSequences } from '../word-order-model.ts';

/** Words on each side that count as near. */
const NEAR = 3;

/**
 * Vectors of words that stay as they are while networks train, as the paper's word2vec vectors do:
 * positive pointwise mutual information with near words, sent through a random projection, less the
 * mean of all words, each vector of unit length per component. They come from the training texts alone.
 *
 * @param texts - training texts as word numbers
 * @param words - number of words, word 0 included
 * @param depth - components of a vector
 * @returns `[words, depth]`
 */
export function wordVectors(
  { offsets, words: flat }: WordSequences,
  words: number,
  depth: number,
  random: Random,
): Float32Array {
  const counts = new Map<number, number>();
  const totals = new Float64Array(words);
  let all = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const end = Math.min(offsets[row + 1]!, at + NEAR + 1);
      for (let near = at + 1; near < end; near++) {
        for (const [word, other] of [
          [flat[at]!, flat[near]!],
          [flat[near]!, flat[at]!],
        ] as const) {
          const key = word * words + other;
          counts.set(key, (counts.get(key) ?? 0) + 1);
          totals[word]! += 1;
          all += 1;
        }
      }
    }
  }
  const projection = Float32Array.from({ length: words * depth }, () =>
    random.uniform() < 0.5 ? -1 : 1,
  );
  const vectors = new Float32Array(words * depth);
  for (const [key, count] of counts) {
    const word = Math.floor(key / words);
    const other = key % words;
    const information = Math.log((count * all) / (totals[word]! * totals[other]!));
    if (information <= 0) continue;
    for (let at = 0; at < depth; at++) {
      vectors[word * depth + at]! += information * projection[other * depth + at]!;
    }
  }
  // What all words have in common says nothing of any of them.
  const middle = Float64Array.from({ length: depth }, (_, at) => {
    let sum = 0;
    for (let word = 0; word < words; word++) sum += vectors[word * depth + at]!;
    return sum / words;
  });
  vectors.forEach((value, at) => (vectors[at] = value - middle[at % depth]!));
  for (let word = 0; word < words; word++) {
    const own = vectors.subarray(word * depth, (word + 1) * depth);
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0) / depth);
    if (length > 0) own.forEach((value, at) => (own[at] = value / length));
  }
  return vectors;
}
