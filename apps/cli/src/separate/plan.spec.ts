import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { planSeparations } from './plan.ts';

describe('the plan of a separation', () => {
  it('names two files an input', async () => {
    expect(await planSeparations(['calls/a.flac', '-'], 'out', 'wav')).toEqual([
      {
        input: 'calls/a.flac',
        outputs: [join('out', 'a-talker-1.wav'), join('out', 'a-talker-2.wav')],
      },
      {
        input: '-',
        outputs: [join('out', 'stdin-talker-1.wav'), join('out', 'stdin-talker-2.wav')],
      },
    ]);
  });

  it('expands patterns in order', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'separate-'));
    for (const name of ['b.wav', 'a.wav', 'c.txt']) await writeFile(join(folder, name), '');
    const plan = await planSeparations([join(folder, '*.wav')], 'out', 'wav');
    expect(plan.map(({ input }) => input)).toEqual([join(folder, 'a.wav'), join(folder, 'b.wav')]);
  });

  it('refuses inputs that would overwrite each other, and patterns without a match', async () => {
    await expect(planSeparations(['x/a.wav', 'y/a.flac'], 'out', 'wav')).rejects.toThrow(
      UsageError,
    );
    await expect(planSeparations(['nothing-here/*.wav'], 'out', 'wav')).rejects.toThrow(UsageError);
  });

  it('refuses a file as the folder of the talkers', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'plan-')), 'taken.wav');
    await writeFile(file, '');
    const error: unknown = await planSeparations(['a.wav'], file, 'wav').catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).detail).toMatchObject({
      expected: 'a folder, or a name that is free',
      received: file,
    });
  });
});
