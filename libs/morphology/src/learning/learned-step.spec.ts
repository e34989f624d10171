import { describe, expect, it } from 'vitest';
import { LearnedFilter, diskorect, learnedNames, pairsOf, sequence } from '../index.ts';

describe('learned steps of a sequence', () => {
  it('run by name between other steps, under the border rule of the sequence', async () => {
    const pictures = diskorect(12, 3);
    const cleaning = await LearnedFilter.fit(pairsOf(sequence('close:cross3'), pictures), {
      window: 3,
    });
    const learned = new Map([['cleaning', cleaning]]);
    const steps = sequence('open:square2 + Learned:cleaning', { learned });
    expect(steps.toString()).toBe('open:square2 + learned:cleaning');
    for (const border of ['ignore', 'leptonica'] as const) {
      const expected = sequence('open:square2 + close:cross3').apply(pictures[0]!, { border });
      expect(steps.apply(pictures[0]!, { border }).equals(expected)).toBe(true);
    }
  }, 30_000);

  it('are named once each', () => {
    expect(learnedNames('learned:B + erode + learned:a learned:B')).toEqual(['B', 'a']);
  });
});
