import type { FloatMatrix } from '@onebit/bitwise-kernels';
import type { Pass, TrainableLayer } from '../layers/layer.ts';

/**
 * Takes a gradient back through layers, as far as there is something to learn. What lies between
 * two layers is given back as soon as it was read, so that the next layer writes to warm memory.
 *
 * @param last - whether the given gradient itself is needed no longer
 * @returns the gradient before the first layer, or undefined where nothing before it learns
 */
export function backwardThrough(
  layers: readonly TrainableLayer[],
  gradient: FloatMatrix,
  pass: Pass,
  last: boolean,
): FloatMatrix | undefined {
  let current: FloatMatrix | undefined = gradient;
  for (const layer of [...layers].reverse()) {
    if (!current) return undefined;
    const before = layer.backward(current, pass);
    // A flattened gradient is the same floats under another shape.
    const shared = before?.pointer === current.pointer;
    if (!shared && (last || current !== gradient)) pass.scope.release(current);
    current = before;
  }
  return current;
}
