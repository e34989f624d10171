import type { Speaker } from '@onebit/datasets';
import { describe, expect, it } from 'vitest';
import { knownPair } from './known-pair.ts';

const speaker = (id: string, sex: 'F' | 'M', level: number): Speaker => ({
  id,
  sex,
  age: 30,
  sexDoubtful: false,
  pitch: 200,
  samples: Float32Array.from({ length: 60 * 8000 }, (_, at) => level * Math.sin(at * at)),
});
const speakers = [speaker('w', 'F', 0.1), speaker('x', 'F', 1), speaker('m', 'M', 0.4)];

describe('a known pair', () => {
  it('is trained on what is not held back, and mixed at one level to choose by', () => {
    const pair = knownPair(speakers, ['w', 'm']);
    expect(pair.speakers.map(({ id }) => id)).toEqual(['w', 'm']);
    expect(pair.speakers[0].samples.length).toBe(30 * 8000);
    expect(pair.heldBack).toHaveLength(6);
    for (const { mixture, talkers } of pair.heldBack) {
      const [one, other] = talkers.map(
        (samples) => samples.reduce((sum, value) => sum + value * value, 0) / samples.length,
      );
      expect(one).toBeCloseTo(1, 4);
      expect(other).toBeCloseTo(1, 4);
      expect(mixture[7]).toBeCloseTo(talkers[0][7]! + talkers[1][7]!, 6);
    }
  });

  it('is refused by name where one of the two is missing', () => {
    expect(() => knownPair(speakers, ['w', 'nobody'])).toThrow(/nobody/);
  });
});
