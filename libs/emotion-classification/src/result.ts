/** What an n-gram or a word says for or against a label, in log-odds. */
export interface WeightedSpan {
  /** As it stands in the text. */
  readonly text: string;
  /** Where it begins and ends in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/** An n-gram, or a window of words whose order speaks. */
export interface WeightedNgram extends WeightedSpan {
  /**
   * What it stands for, where `text` does not tell it: n-grams take in edges, which are no characters of
   * the text, so that several have the same `text`, `start` and `end`. `·lov…` is a run of characters at
   * the beginning of a word, `…lov…` the same run anywhere in one, `…ove·` one at its end; `^I love`
   * words at the beginning of the text, `you$` at its end; `[I love you]` a window of words.
   */
  readonly marked: string;
}

/**
 * Why a label has its score. `bias` and the weights of all {@link words} add up to its log-odds; those
 * of {@link ngrams} do not, since only the loudest are listed.
 */
export interface LabelExplanation {
  /** Log-odds of a text of which nothing is known. */
  readonly bias: number;
  /**
   * The twelve that speak loudest, for or against, loudest first; the others are in `words` only. Where the model hears the order of
   * words, windows of three words stand among them: those in which a filter of its convolution had its
   * largest response, with what that response adds.
   */
  readonly ngrams: readonly WeightedNgram[];
  /**
   * Every word with its share of all n-grams and windows that cover it, also of those not listed in
   * `ngrams`; equal shares for the words of one. Together with `bias` they are the log-odds of the
   * score, but for the rounding of 32-bit sums.
   */
  readonly words: readonly WeightedSpan[];
}

/** The emotions of one text. */
export interface EmotionResult {
  /** Labels at or over their threshold, the likeliest first; none where nothing is known. */
  readonly labels: readonly string[];
  /**
   * Groups of labels at or over the model's own threshold of the group, the likeliest first; for
   * GoEmotions Ekman's six emotions and neutral. None where the model has no groups. The option
   * `threshold` does not change them.
   */
  readonly groups: readonly string[];
  /**
   * The language whose thresholds decided, detected or as given, by its code in the model; absent
   * where the model reads one language, and where nothing is known and none was given.
   */
  readonly language?: string;
  /** Probability of every label, from 0 to 1. */
  readonly scores: Readonly<Record<string, number>>;
  /**
   * Different features of the text that the model knows. With 0 the scores are those of any text and
   * no label is told.
   */
  readonly known: number;
  /** One for every label told and for those asked for. */
  readonly explanation?: Readonly<Record<string, LabelExplanation>>;
}

/** How far a call has come. */
export interface ClassifyProgress {
  readonly done: number;
  readonly total: number;
}

/** Options of a classification. Others are refused, so that none is misspelt in silence. */
export interface ClassifyOptions {
  /** Adds reasons: `true` for the labels that are told, or names of labels. */
  readonly explain?: boolean | readonly string[];
  /**
   * One threshold from 0 to 1 for all labels, or some by name, instead of the model's own. It decides
   * `labels` alone: `groups` keep the model's thresholds of groups. It counts for every text of the
   * call, whatever its language: for thresholds by language, call once a language with
   * {@link language}.
   */
  readonly threshold?: number | Readonly<Record<string, number>>;
  /** The language of all texts, by its code in the model, instead of detection. */
  readonly language?: string;
  /** Stops between texts with the error `aborted`. */
  readonly signal?: AbortSignal;
  /** Called now and then, and at the end. */
  readonly onProgress?: (progress: ClassifyProgress) => void;
}
