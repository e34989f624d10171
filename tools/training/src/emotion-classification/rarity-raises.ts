/**
 * What each label's log-odds are raised by for its rarity, as weights in the loss would do it (logit
 * adjustment; Menon et al., ICLR 2021).
 *
 * @param gold - `[texts, labels]` of 0 and 1
 * @param labels - number of labels
 * @param share - of the logarithm of how many times rarer than the most frequent label a label is
 */
export function rarityRaises(gold: Float32Array, labels: number, share: number): number[] {
  const counts = new Float64Array(labels);
  gold.forEach((label, at) => (counts[at % labels]! += label));
  const most = Math.max(...counts);
  return Array.from(counts, (count) => share * Math.log(most / count));
}
