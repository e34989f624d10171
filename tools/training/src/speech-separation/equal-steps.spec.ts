import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeEqualSteps } from './equal-steps.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'equal-steps-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, metric: number): Promise<void> =>
  writeFile(
    join(folder, name),
    JSON.stringify({ id: 'separator', history: [{}, {}, {}], best: { metric } }),
  );

describe('the part of a card about equal steps', () => {
  it('is empty where nothing was run', async () => {
    await put('training.json', 5);
    expect(await describeEqualSteps(folder)).toBe('');
  });

  it('sets the bits beside the reals of the same seed, and tells how much is chance', async () => {
    await put('equal-steps-9.json', 6);
    await put('equal-steps-9-twin.json', 8);
    await put('equal-steps-10.json', 5);
    const text = await describeEqualSteps(folder);
    expect(text).toContain('| 9 | 6.00 | 8.00 | 75 % |\n| 10 | 5.00 |  |  |');
    expect(text).toContain('Over\n2 seeds the bits reach 5.50 (5.00 to 6.00) dB.');
    expect(text).toContain('--recipe separator --data DIR --out DIR --epochs 3 --seed SEED');
  });
});
