import { Random } from '@onebit/bnn-training';
import { chooseThresholds } from '../thresholds.ts';
import type { LanguageTexts } from './language-sets.ts';

/** Thresholds of every language, and how well they decide. */
export interface LanguageThresholds {
  /** For each language a threshold a label. */
  readonly thresholds: readonly (readonly number[])[];
  /** For each language macro-F1 over its labels, on parts that did not choose. */
  readonly crossValidated: readonly number[];
}

/** No probability of a finite sum reaches this. */
export const NEVER = 1;

/** Rows of a language, and the labels that its texts were judged for. */
interface Part {
  readonly rows: readonly number[];
  readonly labels: readonly number[];
}

/**
 * The labels that raters of each language were asked about: those that any text of it has.
 *
 * @param data - training texts
 * @param languages - number of languages
 * @returns for each language indices of labels
 */
export function labelsAsked(data: LanguageTexts, languages: number): number[][] {
  const labels = data.truth.length / data.texts.length;
  const asked = Array.from({ length: languages }, () => new Set<number>());
  data.truth.forEach((value, cell) => {
    if (value === 1) asked[data.languages[Math.floor(cell / labels)]!]!.add(cell % labels);
  });
  return asked.map((own) => [...own].sort((a, b) => a - b));
}

/**
 * Chooses thresholds language by language. A label that a language was not asked about is never told
 * in it: what the other languages know of it was not checked there.
 *
 * @param logits - `[texts, labels]` log-odds by models that did not learn from the text
 * @param data - texts with their truth
 * @param asked - for each language the labels it has
 * @param seed - draws the folds
 */
export function chooseLanguageThresholds(
  logits: Float32Array,
  data: LanguageTexts,
  asked: readonly (readonly number[])[],
  seed: number,
): LanguageThresholds {
  const labels = data.truth.length / data.texts.length;
  const crossValidated: number[] = [];
  const own = partsOf(data, asked).map((part) => {
    const chosen = chooseThresholds(
      cellsOf(logits, part, labels),
      cellsOf(data.truth, part, labels),
      part.labels.length,
      new Random(seed),
    );
    crossValidated.push(chosen.crossValidated);
    return new Map(part.labels.map((label, at) => [label, chosen.thresholds[at]!]));
  });
  const thresholds = own.map((chosen) =>
    Array.from({ length: labels }, (_, label) => chosen.get(label) ?? NEVER),
  );
  return { thresholds, crossValidated };
}

/**
 * Macro-F1 of each language over the labels that it has.
 *
 * @param logits - `[texts, labels]`
 * @param data - texts with their truth
 * @param asked - for each language the labels it has
 * @param thresholds - for each language a threshold a label
 * @param told - for each text the language whose thresholds decide; its own where absent
 */
export function macroF1ByLanguage(
  logits: Float32Array,
  data: LanguageTexts,
  asked: readonly (readonly number[])[],
  thresholds: readonly (readonly number[])[],
  told: Int32Array = data.languages,
): number[] {
  const labels = data.truth.length / data.texts.length;
  return partsOf(data, asked).map(({ rows, labels: own }) => {
    const scores = own.map((label) => {
      let right = 0;
      let all = 0;
      for (const row of rows) {
        const cell = row * labels + label;
        const decided = 1 / (1 + Math.exp(-logits[cell]!)) >= thresholds[told[row]!]![label]!;
        all += data.truth[cell]! + Number(decided);
        right += decided ? data.truth[cell]! : 0;
      }
      return right === 0 ? 0 : (2 * right) / all;
    });
    return scores.reduce((sum, score) => sum + score, 0) / own.length;
  });
}

/** Shifts of log-odds that are tried. */
const SHIFTS = Array.from({ length: 21 }, (_, at) => (at - 10) / 10);

/**
 * Thresholds that were chosen for one model, for another one with log-odds a little higher or lower:
 * all moved by one shift, the one with the highest macro-F1, mean of the languages.
 *
 * @param thresholds - for each language a threshold a label
 * @param logits - `[texts, labels]` of the other model, which did not learn from the texts
 * @param data - the texts with their truth
 * @param asked - for each language the labels it has
 */
export function moveThresholds(
  thresholds: readonly (readonly number[])[],
  logits: Float32Array,
  data: LanguageTexts,
  asked: readonly (readonly number[])[],
): { readonly thresholds: readonly (readonly number[])[]; readonly shift: number } {
  const moved = SHIFTS.map((shift) =>
    thresholds.map((own) =>
      own.map((value) => 1 / (1 + Math.exp(-shift - Math.log(value / (1 - value))))),
    ),
  );
  const scores = moved.map((candidate) =>
    macroF1ByLanguage(logits, data, asked, candidate).reduce((sum, score) => sum + score, 0),
  );
  const best = scores.indexOf(Math.max(...scores));
  return { thresholds: moved[best]!, shift: SHIFTS[best]! };
}

function partsOf(data: LanguageTexts, asked: readonly (readonly number[])[]): Part[] {
  const rows = asked.map((): number[] => []);
  data.languages.forEach((language, row) => rows[language]!.push(row));
  return asked.map((labels, language) => ({ rows: rows[language]!, labels }));
}

function cellsOf<A extends Float32Array | Uint8Array>(all: A, part: Part, labels: number): A {
  const cells = part.rows.flatMap((row) => part.labels.map((label) => all[row * labels + label]!));
  return (all instanceof Float32Array ? Float32Array.from(cells) : Uint8Array.from(cells)) as A;
}
