import { describe, expect, it } from 'vitest';
import { TalkerCounter } from './talker-counter.ts';

function counted(powers: readonly number[]): TalkerCounter {
  const counter = new TalkerCounter();
  for (const power of powers) counter.push(power, 1);
  return counter;
}

describe('the count of talkers', () => {
  const words = Array.from({ length: 400 }, (_, at) => (at % 5 < 3 ? 2 : 0.005));
  const filled = words.map((power, at) => power + (at % 7 < 4 ? 1 : 0.1));

  it('is one where pauses are deep, two where they are filled, none in silence', () => {
    expect(counted(words).estimate.count).toBe(1);
    expect(counted(filled).estimate.count).toBe(2);
    expect(counted([0, 0]).estimate).toEqual({ count: 0, probabilityOfTwo: 0 });
  });

  it('is surer, the deeper the pauses', () => {
    const depths = [0.3, 0.1, 0.03, 0.01, 0.001];
    const sure = depths.map(
      (depth) => counted(words.map((power) => Math.max(power, depth))).estimate.probabilityOfTwo,
    );
    expect(sure).toEqual([...sure].sort((a, b) => b - a));
    expect(sure[0]).toBeGreaterThan(0.9);
    expect(sure[4]).toBeLessThan(0.1);
  });

  it('does not depend on how loud the sound is', () => {
    const loud = new TalkerCounter();
    for (const power of words) loud.push(power * 1e4, 1e4);
    expect(loud.estimate).toEqual(counted(words).estimate);
  });
});
