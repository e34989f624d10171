import type { NgramSettings } from '@onebit/text';
import type { Frequencies } from '../vocabulary.ts';

/** How a classifier that reads several languages is trained. */
export interface LanguageRecipe {
  readonly id: string;
  /** What the labels are called in the files. */
  readonly labels: readonly string[];
  /** Data, licence and authors, for the provenance and the card. */
  readonly licence: string;
  readonly source: string;
  readonly ngrams: NgramSettings;
  /** In how many training texts a feature must stand. */
  readonly least: Frequencies;
  readonly inverseStrength: number;
  /** Passes of a linear fit at most, and the duality gap at which it ends. */
  readonly passes: number;
  readonly tolerance: number;
  /** Parts of the training texts; teachers and thresholds see what each part is told by the others. */
  readonly folds: number;
  /** Share of the teachers in the targets, the labels have the rest. */
  readonly share: number;
  /** Features kept. */
  readonly features: number;
  /** Bits of a feature's code. */
  readonly width: number;
  readonly rounds: number;
  readonly seed: number;
}

const recipe = {
  ngrams: { words: 2, characters: [2, 5], shortestWord: 1 },
  least: { words: 2, characters: 3 },
  inverseStrength: 2,
  passes: 10,
  tolerance: 0.01,
  folds: 4,
  share: 0.6,
  rounds: 4,
  seed: 1,
} as const;

/** The recipes by the identifier of the model they make. */
export const languageRecipes: Readonly<Record<string, LanguageRecipe>> = {
  'emotion-brighter': {
    ...recipe,
    id: 'emotion-brighter',
    labels: ['anger', 'disgust', 'fear', 'joy', 'sadness', 'surprise'],
    licence: 'MIT; trained on BRIGHTER, CC BY 4.0',
    source:
      'Muhammad et al.: BRIGHTER: BRIdging the Gap in Human-Annotated Textual Emotion Recognition Datasets for 28 Languages, 2025',
    features: 220_000,
    width: 64,
  },
  'emotion-xed': {
    ...recipe,
    id: 'emotion-xed',
    labels: [
      'anger',
      'anticipation',
      'disgust',
      'fear',
      'joy',
      'sadness',
      'surprise',
      'trust',
      'neutral',
    ],
    licence: 'MIT; trained on XED, CC BY 4.0',
    source:
      'Öhman, Pàmies, Kajava and Tiedemann: XED: A Multilingual Dataset for Sentiment Analysis and Emotion Detection, COLING 2020',
    features: 48_000,
    width: 64,
  },
};
