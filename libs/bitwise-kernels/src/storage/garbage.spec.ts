import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import { BitMatrix } from './bit-matrix.ts';
import { KernelBytes } from './kernel-bytes.ts';
import { kernelMemory } from './kernel-memory.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it('memory of forgotten matrices comes back, but never under a view in use', async () => {
  const before = kernelMemory.used;
  const make = (): Uint32Array => {
    for (let index = 0; index < 20; index++) BitMatrix.create(10, 1000);
    KernelBytes.create(5000).bytes.fill(1);
    const owner = BitMatrix.create(1, 128);
    owner.words.fill(0xabcdef);
    return owner.words;
  };
  const view = make();
  const viewed = 16;
  await vi.waitFor(
    () => {
      collect();
      expect(kernelMemory.used).toBe(before + viewed);
    },
    { timeout: 5000 },
  );
  expect([...view]).toEqual([0xabcdef, 0xabcdef, 0xabcdef, 0xabcdef]);
});
