import { describe, expect, it } from 'vitest';
import { CoOccurrenceCounter } from './co-occurrence.ts';

describe('co-occurrence', () => {
  it('counts pairs both ways, and texts of which nothing was told', () => {
    const counter = new CoOccurrenceCounter();
    const told = [['joy', 'love', 'gratitude'], ['joy', 'gratitude'], ['joy'], ['anger'], []];
    for (const labels of told) counter.add({ labels });
    expect(counter.result()).toEqual({
      texts: 5,
      labels: {
        joy: {
          texts: 3,
          with: { gratitude: { texts: 2, share: 2 / 3 }, love: { texts: 1, share: 1 / 3 } },
        },
        gratitude: {
          texts: 2,
          with: { joy: { texts: 2, share: 1 }, love: { texts: 1, share: 0.5 } },
        },
        anger: { texts: 1, with: {} },
        love: {
          texts: 1,
          with: { gratitude: { texts: 1, share: 1 }, joy: { texts: 1, share: 1 } },
        },
      },
    });
    expect(Object.keys(counter.result().labels)).toEqual(['joy', 'gratitude', 'anger', 'love']);
    expect(new CoOccurrenceCounter().result()).toEqual({ texts: 0, labels: {} });
  });
});
