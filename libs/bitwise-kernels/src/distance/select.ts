import type { BitMatrix } from '../storage/bit-matrix.ts';
import { type DistanceMetric, distancesReference } from './reference.ts';

export function distancesOf(source: BitMatrix, metric: DistanceMetric): Uint32Array {
  return distancesReference(source, metric);
}
