import type { NgramSettings } from '@onebit/text';
import type { Frequencies } from './vocabulary.ts';

/** How a classifier of emotions is trained. */
export interface EmotionRecipe {
  readonly id: string;
  readonly ngrams: NgramSettings;
  /** In how many training texts a feature must stand. */
  readonly least: Frequencies;
  /** Weight of the losses against the squared weights. */
  readonly inverseStrength: number;
  /** Passes of the linear fit at most, and the duality gap at which it ends. */
  readonly passes: number;
  readonly tolerance: number;
  /** Features kept. */
  readonly features: number;
  /** Bits of a feature's code. */
  readonly width: number;
  /** Rounds of the factorisation. */
  readonly rounds: number;
  readonly seed: number;
}

const recipe = {
  ngrams: { words: 2, characters: [3, 5], shortestWord: 4 },
  least: { words: 2, characters: 4 },
  inverseStrength: 2,
  passes: 16,
  tolerance: 0.003,
  rounds: 12,
  seed: 1,
} as const;

/** The recipes by the identifier of the model they make. */
export const emotionRecipes: Readonly<Record<string, EmotionRecipe>> = {
  'emotion-goemotions': { ...recipe, id: 'emotion-goemotions', features: 32_000, width: 128 },
  'emotion-goemotions-small': {
    ...recipe,
    id: 'emotion-goemotions-small',
    features: 14_400,
    width: 64,
  },
};
