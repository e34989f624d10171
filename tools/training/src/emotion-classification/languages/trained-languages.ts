/** Macro-F1 of one language on dev, over the labels that its raters were asked about. */
export interface LanguageFigures {
  readonly trainTexts: number;
  readonly devTexts: number;
  /** A linear model of this language alone, in floats: thresholds by cross-validation in train. */
  readonly floatReference: number;
  /** The packed model, told the language. */
  readonly told: number;
  /** The packed model, which detects the language. */
  readonly detected: number;
  /** Share of the dev texts whose language is detected. */
  readonly detection: number;
}

/** What a run leaves. */
export interface TrainedLanguageModel {
  readonly id: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly data: Readonly<Record<string, string>>;
  readonly languages: Readonly<Record<string, LanguageFigures>>;
  /** Means over the languages. */
  readonly mean: Readonly<Record<'floatReference' | 'told' | 'detected' | 'detection', number>>;
  /** Mean over languages of macro-F1 of models asked about training texts they did not learn from. */
  readonly outOfFold: Readonly<Record<string, number>>;
  /** What the teachers' thresholds were moved by, in log-odds, for the packed model. */
  readonly thresholdShift: number;
  /** Share of the weighted squared weights that the factors leave out. */
  readonly factorisationError: number;
}
