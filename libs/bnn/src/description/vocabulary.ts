import { z } from 'zod';
import type { TensorNeed } from './tensors.ts';

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

const size = z
  .number()
  .int()
  .min(1)
  .max(1 << 20);
const length = z.number().int().min(1).max(8);
const tensor = z.string().min(1).max(256);

/** The shape of a vocabulary's description. */
export const vocabularySchema = z.strictObject({
  kind: z.literal('n-grams'),
  words: length,
  characters: z.tuple([length, length]).readonly().exactOptional(),
  shortestWord: z.number().int().min(1).max(64),
  features: size,
  seed: z.number().int().min(0).max(0xffffffff),
  buckets: size,
  displacements: tensor,
  fingerprints: tensor,
  frequencies: tensor,
  frequencyStep: z.number().positive(),
});

/** The tensors that a vocabulary names. */
export function vocabularyTensors(vocabulary: VocabularyDescription): TensorNeed[] {
  const { buckets, features } = vocabulary;
  return [
    { name: vocabulary.displacements, dtype: 'U16', shape: [buckets] },
    { name: vocabulary.fingerprints, dtype: 'U16', shape: [features] },
    { name: vocabulary.frequencies, dtype: 'U8', shape: [features] },
  ];
}
