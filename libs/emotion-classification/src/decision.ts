import { describeValue, OnebitError } from '@onebit/errors';
import { type Language, namedLanguage } from './languages.ts';
import type { ClassifyOptions } from './result.ts';
import { indexOfLabel, thresholdsFor } from './thresholds.ts';

/** What a call decides by, checked before the first text. */
export interface Decision {
  /** By language where the model reads several and none was named; else one list for all. */
  readonly thresholds: ReadonlyMap<Language | undefined, readonly number[]>;
  readonly language: Language | undefined;
  readonly explain: boolean;
  readonly alsoExplained: readonly number[];
}

/** What decides where a call says nothing. */
export interface OwnDecision {
  readonly labels: readonly string[];
  readonly thresholds: readonly number[];
  readonly languages: readonly Language[];
}

/**
 * Checks the options of a call, and completes them by what the model has of its own.
 *
 * @throws OnebitError `value-invalid`, `label-unknown`
 */
export function decide(
  { explain = false, threshold, language }: ClassifyOptions,
  { labels, thresholds: own, languages }: OwnDecision,
): Decision {
  const names = typeof explain === 'boolean' ? [] : explain;
  if (!Array.isArray(names)) {
    throw new OnebitError('value-invalid', {
      expected: 'true, false or names of labels for "explain"',
      received: describeValue(explain),
      hint: 'Give true for the labels that are told.',
    });
  }
  const decidesBy = (thresholds: readonly number[]): readonly number[] =>
    thresholdsFor(threshold, labels, thresholds);
  const thresholds = new Map<Language | undefined, readonly number[]>(
    languages.map((one) => [one, decidesBy(one.thresholds)]),
  ).set(undefined, decidesBy(own));
  return {
    thresholds,
    language: language === undefined ? undefined : namedLanguage(language, languages),
    explain: explain !== false,
    alsoExplained: names.map((name) => indexOfLabel(name, labels)),
  };
}
