import {
  writeModel,
  readModel,
  packWeights,
  type NetworkDescription,
  type Tensor,
} from '@onebit/bnn';
import { NgramExtractor, PerfectHash } from '@onebit/text';

/** Words of the tiny model that have a code. */
export const codedWords = ['good', 'bad', 'so'] as const;
export const tinyWordOrder = { taps: 3, words: codedWords.length, width: 32, filters: 9 } as const;

/**
 * A model of a few labels, perhaps of some languages, and the features of a few words, whose order it
 * may hear.
 */
export function tinyModel(
  labels: readonly string[] = ['joy', 'fear'],
  languages?: NetworkDescription['languages'],
  hearsOrder = false,
): ReturnType<typeof readModel> {
  const outputs = labels.length;
  const settings = { words: 2, characters: [3, 4], shortestWord: 4 } as const;
  const { low, high, length, words } = new NgramExtractor(settings).extract(codedWords.join(' '));
  const hash = PerfectHash.build(low.slice(0, length), high.slice(0, length));
  const { displacements, fingerprints, seed } = hash.tables;
  const width = 12;
  const numbers = (count: number): number[] =>
    Array.from({ length: count }, (_, at) => Math.sin(7 * at + 1));
  const bytes = (array: Uint16Array | Float32Array): Uint8Array => new Uint8Array(array.buffer);
  const network: NetworkDescription = {
    formatVersion: 1,
    id: 'tiny',
    task: 'emotion-classification',
    input: { kind: 'features', shape: [length] },
    layers: [
      { op: 'bag', features: length, width, codes: 'codes', scales: 'scales', scaleStep: 0.01 },
      { op: 'dense', weights: 'head', weightKind: 'float', inputs: width, outputs },
      { op: 'affine', scale: 'scale', shift: 'shift' },
    ],
    labels,
    decisionThresholds: labels.slice(languages?.length ?? 0).map(() => 0.5),
    ...(languages && { languages }),
    vocabulary: {
      kind: 'n-grams',
      ...settings,
      features: length,
      seed,
      buckets: displacements.length,
      displacements: 'displacements',
      fingerprints: 'fingerprints',
      frequencies: 'frequencies',
      frequencyStep: 0.25,
    },
    ...(hearsOrder && {
      wordOrder: {
        ...tinyWordOrder,
        members: 'order-members',
        codes: 'order-codes',
        weights: 'order-weights',
        thresholds: 'order-thresholds',
        head: 'order-head',
        headSteps: 'order-head-steps',
      },
    }),
    provenance: { command: 'by hand', licence: 'MIT' },
  };
  const floats = (shape: number[], values: number[]): Tensor => ({
    dtype: 'F32',
    shape,
    bytes: bytes(Float32Array.from(values)),
  });
  const count = (step: number): Uint8Array =>
    Uint8Array.from({ length }, (_, at) => 1 + ((at * step) % 200));
  const tensors = new Map<string, Tensor>([
    ['codes', packWeights(numbers(length * width), length)],
    ['scales', { dtype: 'U8', shape: [length], bytes: count(13) }],
    ['head', floats([outputs, width], numbers(outputs * width))],
    [
      'scale',
      floats(
        [outputs],
        labels.map((_, at) => 1 / (1 + at)),
      ),
    ],
    [
      'shift',
      floats(
        [outputs],
        labels.map((_, at) => 1.25 * at - 1),
      ),
    ],
    ['displacements', { dtype: 'U16', shape: [displacements.length], bytes: bytes(displacements) }],
    ['fingerprints', { dtype: 'U16', shape: [length], bytes: bytes(fingerprints) }],
    ['frequencies', { dtype: 'U8', shape: [length], bytes: count(29) }],
  ]);
  if (hearsOrder) {
    const { taps, width, filters } = tinyWordOrder;
    const members = new Uint8Array(length).fill(0);
    for (let word = 0; word < tinyWordOrder.words; word++) {
      members[hash.slot(low[words[word]!]!, high[words[word]!]!)] = 1;
    }
    const signs = (count: number): number[] => numbers(count).map((x) => (x > 0.1 ? 1 : -1));
    tensors.set(
      'order-members',
      packWeights(
        Array.from(members, (bit) => 2 * bit - 1),
        1,
      ),
    );
    tensors.set(
      'order-codes',
      packWeights(signs((tinyWordOrder.words + 2) * width), tinyWordOrder.words + 2),
    );
    tensors.set('order-weights', packWeights(signs(filters * taps * width), filters));
    tensors.set('order-thresholds', {
      dtype: 'I32',
      shape: [filters],
      bytes: new Uint8Array(Int32Array.from({ length: filters }, (_, at) => 2 * at - 20).buffer),
    });
    tensors.set('order-head', {
      dtype: 'I8',
      shape: [outputs, filters],
      bytes: new Uint8Array(
        Int8Array.from({ length: outputs * filters }, (_, at) => 100 * Math.sin(at)).buffer,
      ),
    });
    tensors.set(
      'order-head-steps',
      floats(
        [outputs],
        labels.map((_, at) => 1 / (900 + at)),
      ),
    );
  }
  return readModel(writeModel(network, tensors));
}
