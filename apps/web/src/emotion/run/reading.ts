import type { EmotionResult, WeightedSpan } from '@onebit/emotion-classification';
import { groupScores } from '../labels/levels.ts';
import type { ModelInfo, Question, Reading, Voice } from './protocol.ts';

/** Tells emotions, here or elsewhere, with reasons for labels by name. */
export type Classify = (
  texts: readonly string[],
  explain: readonly string[],
) => Promise<readonly EmotionResult[]>;

/** Words that are listed. */
const listed = 6;

/** What the model hears in a text, and which words spoke for the label in question. */
export async function readText(
  { text, view, chosen }: Question,
  info: ModelInfo,
  classify: Classify,
): Promise<Omit<Reading, 'milliseconds'>> {
  const wished = chosen === null ? [] : membersOf(chosen, view, info);
  let [result] = await classify([text], wished);
  const scores = info.labels.map((label) => result!.scores[label]!);
  const target = chosen ?? likeliest(scores, view, info);
  const members = membersOf(target, view, info);
  if (chosen === null && result!.known > 0) [result] = await classify([text], members);
  const { explanation, known, language } = result!;
  const shares = sharesOf(members, result!.scores);
  const words = combine(
    members.map((label) => explanation?.[label]?.words ?? []),
    shares,
  );
  return {
    text,
    model: info.id,
    view,
    scores,
    known,
    ...(language !== undefined && { language }),
    target,
    words: known > 0 ? words : [],
    loudest: words
      .filter(({ weight }) => Math.abs(weight) >= 0.05)
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, listed),
  };
}

function membersOf(name: string, view: Question['view'], info: ModelInfo): readonly string[] {
  if (view === 'labels') return info.labels.includes(name) ? [name] : [];
  const group = info.groups.find((candidate) => candidate.name === name);
  return group ? group.members.map((label) => info.labels[label]!) : [];
}

function likeliest(scores: readonly number[], view: Question['view'], info: ModelInfo): string {
  const candidates = view === 'labels' ? scores : groupScores(scores, info.groups);
  const best = candidates.indexOf(Math.max(...candidates));
  return (view === 'labels' ? info.labels[best] : info.groups[best]?.name) ?? '';
}

/**
 * How much a step in the log-odds of each member moves those of "any member": with P = 1 − Π(1 − p),
 * d logit(P) / d logit(p) = p / P.
 */
function sharesOf(
  members: readonly string[],
  scores: Readonly<Record<string, number>>,
): readonly number[] {
  if (members.length === 1) return [1];
  const any = 1 - members.reduce((rest, label) => rest * (1 - scores[label]!), 1);
  return members.map((label) => (any > 0 ? scores[label]! / any : 0));
}

/** The words of several labels, each weighted by its label's share; all lists have the same words. */
function combine(lists: readonly (readonly WeightedSpan[])[], shares: readonly number[]): Voice[] {
  return (lists[0] ?? []).map((word, at) => ({
    ...word,
    weight: lists.reduce((sum, list, label) => sum + shares[label]! * (list[at]?.weight ?? 0), 0),
  }));
}
