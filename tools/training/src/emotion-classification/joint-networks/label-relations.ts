/**
 * How labels go together: Pearson's correlation of each two in the training texts. Heads of labels
 * with a positive one are drawn together, those with a negative one apart.
 *
 * @param truth - `[texts, labels]` of 0 and 1
 * @param labels - number of labels
 * @returns `[labels, labels]`, 0 on the diagonal
 */
export function labelRelations(truth: Uint8Array, labels: number): Float32Array {
  const texts = truth.length / labels;
  const alone = new Float64Array(labels);
  const together = new Float64Array(labels * labels);
  for (let text = 0; text < texts; text++) {
    const own = truth.subarray(text * labels, (text + 1) * labels);
    for (let label = 0; label < labels; label++) {
      if (own[label] === 0) continue;
      alone[label]! += 1;
      for (let other = 0; other < labels; other++) together[label * labels + other]! += own[other]!;
    }
  }
  return Float32Array.from(together, (both, at) => {
    const a = alone[Math.floor(at / labels)]! / texts;
    const b = alone[at % labels]! / texts;
    if (Math.floor(at / labels) === at % labels || a * b === 0) return 0;
    return (both / texts - a * b) / Math.sqrt(a * (1 - a) * b * (1 - b));
  });
}
