import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAtomically } from './write-atomically.ts';

describe('writeAtomically', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onebit-write-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('replaces a file and leaves nothing else behind', async () => {
    const path = join(folder, 'a.png');
    await writeFile(path, 'old');
    await writeAtomically(path, new TextEncoder().encode('new'));
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['a.png']);
  });

  it('names the wanted path when it cannot write, and cleans up', async () => {
    const path = join(folder, 'missing', 'a.png');
    await expect(writeAtomically(path, new Uint8Array(1))).rejects.toMatchObject({
      code: 'ENOENT',
      path,
    });
    // A folder stands under the name: the rename fails after the neighbour was written.
    await expect(writeAtomically(folder, new Uint8Array(1))).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });
});
