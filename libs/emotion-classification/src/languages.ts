import type { Model } from '@onebit/bnn/run';
import { OnebitError } from '@onebit/errors';

/** What decides in one language. */
export interface Language {
  readonly name: string;
  /** Added to the log-odds of each label. */
  readonly shifts: readonly number[];
  readonly thresholds: readonly number[];
}

/**
 * The languages of a model; none where it reads one only.
 *
 * @param model - its last outputs are the languages, those before them the labels
 */
export function languagesOf({ network: { labels, languages = [] } }: Model): readonly Language[] {
  const first = labels.length - languages.length;
  return languages.map(({ shifts, decisionThresholds }, at) => ({
    name: labels[first + at]!,
    shifts,
    thresholds: decisionThresholds,
  }));
}

/**
 * The language that a caller named.
 *
 * @throws OnebitError `value-invalid` where the model does not read it
 */
export function namedLanguage(name: string, languages: readonly Language[]): Language {
  const found = languages.find((language) => language.name === name);
  if (found) return found;
  throw new OnebitError('value-invalid', {
    expected:
      languages.length > 0
        ? `a language: ${languages.map((language) => language.name).join(', ')}`
        : 'no language: the model reads one only',
    received: JSON.stringify(name) ?? typeof name,
    hint: 'Leave the language out to have it detected.',
  });
}

/** The language whose output is the highest. */
export function detectedLanguage(outputs: Float32Array, languages: readonly Language[]): Language {
  let best = 0;
  outputs.forEach((output, at) => {
    if (output > outputs[best]!) best = at;
  });
  return languages[best]!;
}
