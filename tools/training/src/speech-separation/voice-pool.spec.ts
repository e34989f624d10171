import { Random } from '@onebit/bnn-training';
import type { Speaker } from '@onebit/datasets';
import { describe, expect, it } from 'vitest';
import { VoicePool } from './voice-pool.ts';

const tone = new Random(1);
const speakers = Array.from({ length: 4 }, (_, at): Speaker => ({
  id: `s${at}`,
  sex: 'F',
  age: 30,
  sexDoubtful: false,
  pitch: 200,
  samples: Float32Array.from({ length: 8000 }, () => tone.uniform() - 0.5),
}));
const kinds = [{ share: 1, first: speakers, second: speakers }];
const voices = { speeds: [0.9, 1.1], echoes: 0, hisses: 0, swing: 0 } as const;
const FRAMES = 4;

describe('a pool of voices', () => {
  const draw = (pool: VoicePool, times: number, random = new Random(2)) =>
    Array.from({ length: times }, () => pool.draw(random));

  it('pairs two different talkers', () => {
    for (const [one, other] of draw(new VoicePool(kinds, voices, FRAMES), 300)) {
      expect(one.speaker).not.toBe(other.speaker);
    }
  });

  it('joins voices that were analysed for other pairs two times of three', () => {
    const pairs = draw(new VoicePool(kinds, voices, FRAMES), 600);
    const analysed = new Set(pairs.flatMap((pair) => pair.map(({ data }) => data)));
    // A quarter of the joined pairs would be of one talker, and are of new pieces instead.
    expect(analysed.size / 1200).toBeGreaterThan(0.4);
    expect(analysed.size / 1200).toBeLessThan(0.6);
  });

  it('begins again where it is cleared', () => {
    const pool = new VoicePool(kinds, voices, FRAMES);
    const before = draw(pool, 40);
    pool.clear();
    const after = draw(pool, 40);
    after.forEach((pair, at) => {
      pair.forEach(({ data }, side) => expect(data).toEqual(before[at]![side]!.data));
    });
  });
});
