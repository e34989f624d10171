import type { Layer } from '../description/layers.ts';
import type { Signal } from '../description/network.ts';
import { writeModel } from '../model-file/model.ts';
import { randomInput, randomModel } from './random-networks.ts';

const input: Signal = { kind: 'levels', shape: [28, 28, 1] };
const layers: readonly Layer[] = [
  { op: 'flatten' },
  { op: 'sign', threshold: 128 },
  { op: 'dense', weights: 'a', weightKind: 'bits', inputs: 784, outputs: 448 },
  { op: 'threshold', thresholds: 't1', flip: 'f1' },
  { op: 'dense', weights: 'b', weightKind: 'bits', inputs: 448, outputs: 256 },
  { op: 'threshold', thresholds: 't2', flip: 'f2' },
  { op: 'dense', weights: 'c', weightKind: 'bits', inputs: 256, outputs: 10 },
  { op: 'affine', scale: 's', shift: 'h' },
];

/** A model file of the size that ships: a classifier of pictures in under 64 KB. */
export function compactModel(): Uint8Array {
  const { network, tensors } = randomModel(input, layers, 64);
  return writeModel(network, tensors);
}

/** Pictures for it. */
export const compactPictures = (count: number): Uint8Array =>
  Uint8Array.from(Array.from({ length: count }, (_, at) => [...randomInput(input, at)]).flat());
