import type { RandomSource } from '@onebit/bnn-training';
import type { Speaker } from '@onebit/datasets';
import { SAMPLE_RATE } from '@onebit/speech-separation';

/** Age from which a speaker counts as an adult. */
export const ADULT = 16;

/** Pairs of one kind, and their share of all mixtures. */
export interface PairKind {
  readonly share: number;
  readonly first: readonly Speaker[];
  readonly second: readonly Speaker[];
}

/**
 * Any two talkers, each kind of pair with a fixed share: drawn evenly from the speakers, most pairs
 * would be of children and one in thirty of two men.
 */
export function anyPairs(everyone: readonly Speaker[]): readonly PairKind[] {
  const speakers = oncePerMinute(everyone);
  const children = speakers.filter(({ age }) => age !== undefined && age < ADULT);
  const adults = speakers.filter((speaker) => !children.includes(speaker));
  const women = adults.filter(({ sex }) => sex === 'F');
  const men = adults.filter(({ sex }) => sex === 'M');
  return [
    { share: 0.3, first: women, second: men },
    { share: 0.18, first: women, second: women },
    { share: 0.26, first: men, second: men },
    { share: 0.14, first: adults, second: children },
    { share: 0.12, first: children, second: children },
  ];
}

/** One woman and one man. */
export function womanAndMan(speakers: readonly Speaker[]): readonly PairKind[] {
  const first = oncePerMinute(speakers.filter(({ sex }) => sex === 'F'));
  const second = oncePerMinute(speakers.filter(({ sex }) => sex === 'M'));
  return [{ share: 1, first, second }];
}

/** Who has spoken for several minutes is drawn as often. */
const oncePerMinute = (speakers: readonly Speaker[]): readonly Speaker[] =>
  speakers.flatMap((speaker) => {
    const minutes = Math.round(speaker.samples.length / SAMPLE_RATE / 60);
    return Array.from({ length: Math.max(1, minutes) }, () => speaker);
  });

/** Draws one of the kinds by their shares. */
export function drawKind(kinds: readonly PairKind[], random: RandomSource): PairKind {
  let left = random.uniform();
  return kinds.find(({ share }) => (left -= share) < 0) ?? kinds[0]!;
}

/** Draws two different talkers. */
export function drawPair(
  { first, second }: PairKind,
  random: RandomSource,
): readonly [Speaker, Speaker] {
  const one = first[random.below(first.length)]!;
  let other = second[random.below(second.length)]!;
  while (other === one) other = second[random.below(second.length)]!;
  return [one, other];
}
