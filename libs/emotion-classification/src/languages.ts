import type { Model } from '@onebit/bnn/run';
import { describeValue, OnebitError } from '@onebit/errors';

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
  const received = describeValue(name);
  if (languages.length === 0) {
    throw new OnebitError('value-invalid', {
      expected: 'no language: the model reads one only',
      received,
      hint:
        'Leave the language out: a model on GoEmotions reads English. For other languages load a ' +
        'model of several, such as emotion-brighter or emotion-xed.',
    });
  }
  throw new OnebitError('value-invalid', {
    expected: `a language: ${languages.map((language) => language.name).join(', ')}`,
    received,
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
