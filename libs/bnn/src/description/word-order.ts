import { object, type Shape, text, whole } from './shape.ts';
import type { TensorNeed } from './tensor-need.ts';
import type { VocabularyDescription } from './vocabulary.ts';

/**
 * A branch beside the layers that hears the order of words: a 1-bit convolution over 1-bit codes of
 * the words of a text. Each filter takes the XNOR-popcount dot product with every window of `taps`
 * words; the largest one, as far as it is over the filter's threshold, times the filter's row of the
 * head is added to the outputs of the layers. Positions before and after the text have a code of
 * their own. A text without any word that has a code gets nothing from the branch.
 */
export interface WordOrderDescription {
  /** Words of a window, its middle one in the text. */
  readonly taps: number;
  /** Words with a code: features of the vocabulary. */
  readonly words: number;
  /** Bits of a code. */
  readonly width: number;
  readonly filters: number;
  /** Packed bits `[1, features]`: set for each feature that is a word with a code. */
  readonly members: string;
  /** Packed bits `[words + 2, width]`: of words in the order of their features, but first the code of words without one, last that of positions outside the text. */
  readonly codes: string;
  /** Packed bits `[filters, taps * width]`. */
  readonly weights: string;
  /** I32 tensor `[filters]`. */
  readonly thresholds: string;
  /** I8 tensor `[outputs, filters]`. */
  readonly head: string;
  /** F32 tensor `[outputs]`: what one step of the head times one step of a response is worth. */
  readonly headSteps: string;
}

const size = whole(1, 1 << 20);
const tensor = text(1, 256);

/** The shape of the description of such a branch. */
export const wordOrderShape: Shape<WordOrderDescription> = object({
  taps: whole(1, 15),
  words: size,
  width: whole(1, 1024),
  filters: whole(1, 1 << 16),
  members: tensor,
  codes: tensor,
  weights: tensor,
  thresholds: tensor,
  head: tensor,
  headSteps: tensor,
});

/** What of a network decides the shapes of its branch. */
interface BranchedNetwork {
  readonly labels: readonly string[];
  readonly vocabulary?: VocabularyDescription;
}

/** The tensors that the branch of a network with these labels and features names. */
export function wordOrderTensors(
  branch: WordOrderDescription,
  { labels, vocabulary }: BranchedNetwork,
): TensorNeed[] {
  const { taps, words, width, filters } = branch;
  const bits = (name: string, rows: number, bitsPerRow: number): TensorNeed => ({
    name,
    dtype: 'U8',
    shape: [rows, Math.ceil(bitsPerRow / 8)],
    bitsPerRow,
  });
  return [
    bits(branch.members, 1, vocabulary?.features ?? 0),
    bits(branch.codes, words + 2, width),
    bits(branch.weights, filters, taps * width),
    { name: branch.thresholds, dtype: 'I32', shape: [filters] },
    { name: branch.head, dtype: 'I8', shape: [labels.length, filters] },
    { name: branch.headSteps, dtype: 'F32', shape: [labels.length] },
  ];
}
