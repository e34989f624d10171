/**
 * The features that say most: largest length of the weight row times the root of the document
 * frequency.
 *
 * @param weights - `[features, labels]`
 * @param labels - length of a row
 * @param documents - texts that hold each feature
 * @param count - features to keep
 * @returns their indices, ascending
 */
export function selectFeatures(
  weights: Float32Array,
  labels: number,
  documents: Int32Array,
  count: number,
): Int32Array {
  const worth = Float64Array.from(documents, (times, feature) => {
    let square = 0;
    for (let label = 0; label < labels; label++) square += weights[feature * labels + label]! ** 2;
    return square * times;
  });
  const order = Int32Array.from(documents, (_, feature) => feature);
  order.sort((a, b) => worth[b]! - worth[a]! || a - b);
  return order.slice(0, count).sort();
}
