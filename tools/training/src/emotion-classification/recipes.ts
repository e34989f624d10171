import type { NgramSettings } from '@onebit/text';
import type { TogetherRecipe } from './tune-together.ts';
import type { Frequencies } from './vocabulary.ts';

/** How the teachers that hear word order are trained. */
export interface WordOrderTeacherRecipe {
  /** Components of a word, and filters. */
  readonly depth: number;
  readonly filters: number;
  readonly epochs: number;
  readonly dropout: number;
  /** Models whose log-odds are averaged. */
  readonly models: number;
}

/** How the teacher that reads with a recurrent network is trained. */
export interface RecurrentTeacherRecipe {
  /** Components of a word, and units a direction. */
  readonly depth: number;
  readonly units: number;
  readonly epochs: number;
  readonly dropout: number;
}

/** How the teachers of a classifier are trained. */
export interface TeacherRecipe {
  readonly ngrams: NgramSettings;
  readonly least: Frequencies;
  readonly inverseStrength: number;
  readonly passes: number;
  readonly tolerance: number;
  readonly folds: number;
  readonly wordOrder: WordOrderTeacherRecipe;
  readonly recurrent: RecurrentTeacherRecipe;
  /** Each teacher's share in the mean of their log-odds; together 1. */
  readonly says: {
    readonly linear: number;
    readonly wordOrder: number;
    readonly recurrent: number;
  };
  /** Share of the teachers in the targets, the labels have the rest. */
  readonly share: number;
}

/** How the 1-bit branch that hears word order is trained. */
export interface WordOrderRecipe {
  /** Bits of a word's code, and filters. */
  readonly depth: number;
  readonly filters: number;
  readonly epochs: number;
  readonly dropout: number;
  /** Share of the bag's log-odds on top of which the branch is trained. */
  readonly bagShare: number;
  /**
   * How far the mean of the bag alone, from 0, and of what the branch was trained to make of it, to 1,
   * leans to the latter where both begin to be tuned together: the two err differently.
   */
  readonly say: number;
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
  readonly wordOrder: WordOrderRecipe;
  readonly together: TogetherRecipe;
  /** How often codes, branch and tuning are drawn anew; the best of them on dev is the model. */
  readonly students: number;
  /**
   * How far labels are raised for being rare: their log-odds get this share of the logarithm of how
   * many times rarer than the most frequent label they are, as weights in the loss would do it (logit
   * adjustment; Menon et al., ICLR 2021).
   */
  readonly rarityRaise: number;
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
    wordOrder: { depth: 64, filters: 128, epochs: 6, dropout: 0.5, models: 2 },
    recurrent: { depth: 64, units: 48, epochs: 5, dropout: 0.3 },
    says: { linear: 0.4, wordOrder: 0.2, recurrent: 0.4 },
    share: 0.6,
  },
  inverseStrength: 3,
  passes: 16,
  tolerance: 0.003,
  rounds: 12,
  together: { epochs: 8, dropout: 0.3, rate: 1e-3, signRate: 2e-4 },
  students: 3,
  rarityRaise: 0.35,
  seed: 1,
} as const;

/** The recipes by the identifier of the model they make. */
export const emotionRecipes: Readonly<Record<string, EmotionRecipe>> = {
  'emotion-goemotions': {
    ...recipe,
    id: 'emotion-goemotions',
    features: 32_000,
    width: 128,
    wordOrder: { depth: 64, filters: 128, epochs: 6, dropout: 0.3, bagShare: 0.5, say: 0.5 },
  },
  'emotion-goemotions-small': {
    ...recipe,
    id: 'emotion-goemotions-small',
    features: 12_000,
    width: 64,
    wordOrder: { depth: 32, filters: 96, epochs: 6, dropout: 0.3, bagShare: 0.5, say: 0.5 },
  },
};
