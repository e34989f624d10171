/**
 * The 28 labels of GoEmotions by the six emotions of Ekman, and neutral (Demszky et al., ACL 2020).
 *
 * @example
 * ```ts
 * import { ekmanGroups } from '@onebit/emotion-classification';
 * console.log(ekmanGroups.disgust); // [ 'disgust' ]
 * ```
 */
export const ekmanGroups = {
  anger: ['anger', 'annoyance', 'disapproval'],
  disgust: ['disgust'],
  fear: ['fear', 'nervousness'],
  joy: [
    'joy',
    'amusement',
    'approval',
    'excitement',
    'gratitude',
    'love',
    'optimism',
    'relief',
    'pride',
    'admiration',
    'desire',
    'caring',
  ],
  sadness: ['sadness', 'disappointment', 'embarrassment', 'grief', 'remorse'],
  surprise: ['surprise', 'realization', 'confusion', 'curiosity'],
  neutral: ['neutral'],
} as const satisfies Record<string, readonly string[]>;

/** One of Ekman's six emotions, or neutral. */
export type EkmanGroup = keyof typeof ekmanGroups;

/** The names of the groups, in a fixed order. */
export const ekmanNames = Object.keys(ekmanGroups) as EkmanGroup[];

/**
 * The probability of each group, that at least one of its labels holds, taken as independent:
 * one minus the product of complements.
 *
 * @param scores - probability by label; labels of no group are passed over
 *
 * @example
 * ```ts
 * import { ekmanScores } from '@onebit/emotion-classification';
 * const { fear, joy } = ekmanScores({ fear: 0.5, nervousness: 0.5 });
 * console.log(fear, joy); // 0.75 0
 * ```
 */
export function ekmanScores(scores: Readonly<Record<string, number>>): Record<EkmanGroup, number> {
  const groups: [EkmanGroup, number][] = ekmanNames.map((name) => [
    name,
    1 - ekmanGroups[name].reduce((rest, label) => rest * (1 - (scores[label] ?? 0)), 1),
  ]);
  return Object.fromEntries(groups) as Record<EkmanGroup, number>;
}
