import { number, object, oneOf, type Shape, text, tuple, whole } from './shape.ts';
import type { TensorNeed } from './tensor-need.ts';

/**
 * How a network that takes features finds them in a text: n-grams, hashed, looked up in a minimal
 * perfect hash with fingerprints whose slots are the features.
 */
export interface VocabularyDescription {
  readonly kind: 'n-grams';
  /** Longest run of words. */
  readonly words: number;
  /** Shortest and longest run of characters inside a word; absent for none. */
  readonly characters?: readonly [shortest: number, longest: number];
  /** Words with fewer characters give no character n-grams. */
  readonly shortestWord: number;
  readonly features: number;
  readonly seed: number;
  readonly buckets: number;
  /** U16 tensor `[buckets]`. */
  readonly displacements: string;
  /** U16 tensor `[features]`. */
  readonly fingerprints: string;
  /** U8 tensor `[features]`: inverse document frequencies in units of `frequencyStep`. */
  readonly frequencies: string;
  readonly frequencyStep: number;
}

const size = whole(1, 1 << 20);
const length = whole(1, 8);
const tensor = text(1, 256);

/** The shape of a vocabulary's description. */
export const vocabularyShape: Shape<VocabularyDescription> = object(
  {
    kind: oneOf('n-grams'),
    words: length,
    shortestWord: whole(1, 64),
    features: size,
    seed: whole(0, 0xffffffff),
    buckets: size,
    displacements: tensor,
    fingerprints: tensor,
    frequencies: tensor,
    frequencyStep: number(Number.MIN_VALUE),
  },
  { characters: tuple(length, length) },
);

/** The tensors that a vocabulary names. */
export function vocabularyTensors(vocabulary: VocabularyDescription): TensorNeed[] {
  const { buckets, features } = vocabulary;
  return [
    { name: vocabulary.displacements, dtype: 'U16', shape: [buckets] },
    { name: vocabulary.fingerprints, dtype: 'U16', shape: [features] },
    { name: vocabulary.frequencies, dtype: 'U8', shape: [features] },
  ];
}
