import { Random } from '@onebit/bnn-training';
import type { Speaker } from '@onebit/datasets';
import { describe, expect, it } from 'vitest';
import { anyPairs, drawKind, drawPair, womanAndMan, type PairKind } from './talker-pairs.ts';

const speaker = (id: string, sex: 'F' | 'M', age: number, minutes = 0.5): Speaker => ({
  id,
  sex,
  age,
  sexDoubtful: false,
  pitch: 200,
  samples: new Float32Array(minutes * 60 * 8000),
});
const speakers = [
  ...Array.from({ length: 3 }, (_, at) => speaker(`w${at}`, 'F', 30)),
  ...Array.from({ length: 2 }, (_, at) => speaker(`m${at}`, 'M', 30)),
  ...Array.from({ length: 20 }, (_, at) => speaker(`c${at}`, at % 2 ? 'F' : 'M', 9)),
];

const draw = (kinds: readonly PairKind[], random: Random) =>
  drawPair(drawKind(kinds, random), random);

describe('pairs of talkers', () => {
  it('are two men far more often than chance would have it, and never one person twice', () => {
    const kinds = anyPairs(speakers);
    const random = new Random(1);
    let men = 0;
    for (let pair = 0; pair < 4000; pair++) {
      const [one, other] = draw(kinds, random);
      expect(one.id).not.toBe(other.id);
      if (one.id.startsWith('m') && other.id.startsWith('m')) men += 1;
    }
    expect(men / 4000).toBeGreaterThan(0.23);
    expect(men / 4000).toBeLessThan(0.29);
  });

  it('have the woman first where the mask is hers, and those who speak longer more often', () => {
    const long = speaker('long', 'M', 40, 4);
    const kinds = womanAndMan([...speakers.slice(0, 5), long]);
    const random = new Random(2);
    let times = 0;
    for (let pair = 0; pair < 3000; pair++) {
      const [woman, man] = draw(kinds, random);
      expect([woman.sex, man.sex]).toEqual(['F', 'M']);
      if (man === long) times += 1;
    }
    expect(times / 3000).toBeGreaterThan(0.6);
    expect(times / 3000).toBeLessThan(0.73);
  });
});
