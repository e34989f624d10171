import type { NgramSettings } from '@onebit/text';
import type { Frequencies } from './vocabulary.ts';

/** How the teachers of a classifier are trained. */
export interface TeacherRecipe {
  readonly ngrams: NgramSettings;
  readonly least: Frequencies;
  readonly inverseStrength: number;
  readonly passes: number;
  readonly tolerance: number;
  readonly folds: number;
  readonly wordOrderEpochs: number;
  /** Share of the teachers in the targets, the labels have the rest. */
  readonly share: number;
}

/** How a classifier of emotions is trained. */
export interface EmotionRecipe {
  readonly id: string;
  readonly ngrams: NgramSettings;
  /** In how many training texts a feature must stand. */
  readonly least: Frequencies;
  readonly teacher: TeacherRecipe;
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
  teacher: {
    ngrams: { words: 3, characters: [2, 6], shortestWord: 3 },
    least: { words: 2, characters: 4 },
    inverseStrength: 3,
    passes: 11,
    tolerance: 0.01,
    folds: 5,
    wordOrderEpochs: 3,
    share: 0.6,
  },
  inverseStrength: 3,
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
