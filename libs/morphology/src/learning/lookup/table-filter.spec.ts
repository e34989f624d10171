import { type VoteTables, voteByTables } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../seeded-random.ts';
import { runStages } from './table-filter.ts';

/** Tables that read anywhere and vote anyhow. */
function stageOf(random: SeededRandom, planes: number, tables: number): VoteTables {
  const inputs = Array.from({ length: tables * 4 }, () => [
    random.below(planes),
    random.below(11) - 5,
    random.below(11) - 5,
  ]);
  return {
    depth: 4,
    inputs: Int16Array.from(inputs.flat()),
    votes: Int8Array.from({ length: tables * 16 }, () => random.below(16) - 8),
    threshold: 0,
  };
}

describe('stages of tables', () => {
  it('strip by strip give what they give at once', () => {
    const random = new SeededRandom(7);
    // Three strips, the last of them of one row.
    const [width, height] = [1024, 513];
    const bytes = Uint8Array.from({ length: width * height }, () => random.below(2));
    const image = BitImage.fromBytes(width, height, bytes);
    const stages = [stageOf(random, 1, 5), stageOf(random, 2, 9)];
    using first = voteByTables([image.bits], stages[0]!);
    using second = voteByTables([image.bits, first], stages[1]!);
    const result = runStages(image, stages);
    expect(result.bits.equals(second)).toBe(true);
    expect(result.count()).toBeGreaterThan(0);
  });
});
