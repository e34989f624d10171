import type { Group, ModelInfo, View } from '../run/protocol.ts';
import type { Moved } from '../state/state.ts';

/** One bar: a label or group with its probability and its threshold. */
export interface Level {
  readonly name: string;
  readonly score: number;
  readonly threshold: number;
  /** What the threshold goes by among the moved ones: its name, in one language where there are several. */
  readonly key: string;
  /** Whether the visitor has moved the threshold. */
  readonly moved: boolean;
  readonly told: boolean;
  /** Whether the model itself never tells it: no probability reaches its own threshold. */
  readonly never: boolean;
}

/**
 * The probability of each group, that any of its labels holds, taken as independent.
 *
 * @param scores - probability of each label
 */
export function groupScores(scores: ArrayLike<number>, groups: readonly Group[]): number[] {
  return groups.map(
    ({ members }) => 1 - members.reduce((rest, label) => rest * (1 - scores[label]!), 1),
  );
}

/**
 * The bars of a view.
 *
 * @param scores - probability of each label
 * @param known - features that the model knows; without any nothing is told
 * @param language - that decides, where the model reads several
 */
export function levelsOf(
  info: ModelInfo,
  scores: ArrayLike<number>,
  known: number,
  view: View,
  moved: Moved,
  language?: string,
): Level[] {
  const thresholds =
    info.languages.find(({ name }) => name === language)?.thresholds ?? info.thresholds;
  const own =
    view === 'labels'
      ? info.labels.map((name, at) => ({ name, threshold: thresholds[at]! }))
      : info.groups;
  const values = view === 'labels' ? scores : groupScores(scores, info.groups);
  return own.map(({ name, threshold: itsOwn }, at) => {
    const key = keyOf(name, language, moved[view]);
    const threshold = moved[view][key] ?? itsOwn;
    const score = values[at]!;
    return {
      name,
      score,
      threshold,
      key,
      moved: key in moved[view],
      told: known > 0 && score >= threshold,
      never: itsOwn >= 1,
    };
  });
}

/**
 * A threshold that is moved while a text of one language is read counts for that language. One that
 * went by the name alone, moved before any language was known, counts for all.
 */
function keyOf(
  name: string,
  language: string | undefined,
  moved: Readonly<Record<string, number>>,
): string {
  if (language === undefined) return name;
  const own = `${language}/${name}`;
  return name in moved && !(own in moved) ? name : own;
}

/** The bars of a view without a result: only their names and thresholds say something. */
export function emptyLevels(info: ModelInfo, view: View, moved: Moved): Level[] {
  return levelsOf(info, new Float32Array(info.labels.length), 0, view, moved);
}

/** The names that are told, the likeliest first. */
export function toldOf(levels: readonly Level[]): Level[] {
  return levels.filter(({ told }) => told).sort((a, b) => b.score - a.score);
}
