import { describe, expect, it } from 'vitest';
import { bestOrder, idealEstimates, judgeOf } from './scores.ts';

const tone = (hertz: number): Float32Array =>
  Float32Array.from(
    { length: 8000 },
    (_, t) => 0.4 * Math.sin((2 * Math.PI * hertz * t) / 8000) * Math.abs(Math.sin(t / 700)),
  );
const talkers = [tone(300), tone(2000)] as const;
const heard = { mixture: talkers[0].map((value, t) => value + talkers[1][t]!), talkers };

describe('scores of a separated mixture', () => {
  it('take the better order of the talkers', () => {
    const straight = bestOrder(heard, talkers);
    const crossed = bestOrder(heard, [talkers[1], talkers[0]]);
    expect(straight.improvement).toBeGreaterThan(60);
    expect(crossed.improvement).toBe(straight.improvement);
    expect(crossed.ordered[0]).toBe(talkers[0]);
  });

  it('are no improvement for the mixture itself', () => {
    expect(bestOrder(heard, [heard.mixture, heard.mixture]).improvement).toBeCloseTo(0, 6);
  });

  it('praise the ideal binary mask of talkers that do not overlap', async () => {
    const { improvement, sir } = await judgeOf(heard, 8000)(idealEstimates(heard));
    expect(improvement).toBeGreaterThan(20);
    expect(sir).toBeGreaterThan(20);
  });
});
