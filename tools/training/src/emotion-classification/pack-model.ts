import {
  packWeights,
  type LabelGroup,
  type LanguageDescription,
  type Layer,
  type NetworkDescription,
  type Provenance,
  type Tensor,
} from '@onebit/bnn';
import { PerfectHash } from '@onebit/text';
import type { Factors } from './factorise.ts';
import { floats, integers } from './tensors.ts';
import { FREQUENCY_STEP, type Vocabulary } from './vocabulary.ts';
import { packWordOrder, type WordOrderBranch } from './word-order-branch.ts';

/** What a packed classifier is made of. */
export interface ClassifierParts {
  readonly id: string;
  /** Names of the outputs, those of languages last. */
  readonly labels: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly factors: Factors;
  readonly bias: Float32Array;
  readonly wordOrder?: WordOrderBranch;
  readonly thresholds: readonly number[];
  readonly groups?: readonly LabelGroup[];
  readonly languages?: readonly LanguageDescription[];
  readonly provenance: Provenance;
}

/** Features up to which every slot is filled; beyond, one in a hundred more slots stays empty. */
const MINIMAL = 50_000;

/** Levels of a scale of 8 bits. */
const LEVELS = 255;

/** Scales as bytes, and what one step is worth. */
export function quantiseScales(scales: Float32Array): { bytes: Uint8Array; step: number } {
  const step = Math.fround(scales.reduce((most, scale) => Math.max(most, scale), 0) / LEVELS);
  return { bytes: Uint8Array.from(scales, (scale) => Math.round(scale / step)), step };
}

/** Description and tensors of a classifier; features take the slots of a perfect hash. */
export function packClassifier(parts: ClassifierParts): {
  network: NetworkDescription;
  tensors: Map<string, Tensor>;
} {
  const { vocabulary, factors, bias, labels } = parts;
  const { width } = factors;
  const known = vocabulary.low.length;
  const features = known <= MINIMAL ? known : Math.ceil(1.01 * known);
  const hash = PerfectHash.build(vocabulary.low, vocabulary.high, features);
  const { seed, displacements, fingerprints } = hash.tables;
  const scales = quantiseScales(factors.scales);
  const frequencies = new Uint8Array(features);
  const slotScales = new Uint8Array(features);
  const codes = new Int8Array(features * width).fill(-1);
  for (let feature = 0; feature < known; feature++) {
    const slot = hash.slot(vocabulary.low[feature]!, vocabulary.high[feature]!);
    frequencies[slot] = Math.round(vocabulary.idf[feature]! / FREQUENCY_STEP);
    slotScales[slot] = scales.bytes[feature]!;
    codes.set(factors.codes.subarray(feature * width, (feature + 1) * width), slot * width);
  }
  const order = parts.wordOrder && packWordOrder(parts.wordOrder, vocabulary, hash, features);
  const { words, characters, shortestWord } = vocabulary.settings;
  const layers: Layer[] = [
    { op: 'bag', features, width, codes: 'codes', scales: 'scales', scaleStep: scales.step },
    { op: 'dense', weights: 'head', weightKind: 'float', inputs: width, outputs: labels.length },
    { op: 'affine', scale: 'head-scale', shift: 'head-shift' },
  ];
  const network: NetworkDescription = {
    formatVersion: 1,
    id: parts.id,
    task: 'emotion-classification',
    input: { kind: 'features', shape: [features] },
    layers,
    labels,
    decisionThresholds: parts.thresholds,
    ...(parts.groups && { groups: parts.groups }),
    ...(parts.languages && { languages: parts.languages }),
    vocabulary: {
      kind: 'n-grams',
      words,
      ...(characters && { characters }),
      shortestWord,
      features,
      seed,
      buckets: displacements.length,
      displacements: 'displacements',
      fingerprints: 'fingerprints',
      frequencies: 'frequencies',
      frequencyStep: FREQUENCY_STEP,
    },
    ...(order && { wordOrder: order.wordOrder }),
    provenance: parts.provenance,
  };
  const tensors = new Map<string, Tensor>([
    ['codes', packWeights(codes, features)],
    ['scales', { dtype: 'U8', shape: [features], bytes: slotScales }],
    ['head', floats([labels.length, width], transposed(factors.matrix, width, labels.length))],
    ['head-scale', floats([labels.length], new Float32Array(labels.length).fill(1))],
    ['head-shift', floats([labels.length], bias)],
    ['displacements', integers('U16', [displacements.length], displacements)],
    ['fingerprints', integers('U16', [fingerprints.length], fingerprints)],
    ['frequencies', { dtype: 'U8', shape: [features], bytes: frequencies }],
    ...(order?.tensors ?? []),
  ]);
  return { network, tensors };
}

function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    matrix,
    (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]!,
  );
}
