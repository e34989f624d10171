import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { defaultImageLimits } from '@onebit/image';
import { describe, expect, it } from 'vitest';
import { readInput } from './read-input.ts';

const never = new AbortController().signal;

describe('readInput', () => {
  it('reads files and standard input to their end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onebit-read-'));
    await writeFile(join(folder, 'a'), 'abc');
    expect(Buffer.from(await readInput(join(folder, 'a'), never)).toString()).toBe('abc');
    const stdin = Readable.from([Buffer.from('ab'), Buffer.from('cd')]);
    expect(Buffer.from(await readInput('-', never, stdin)).toString()).toBe('abcd');
    await expect(readInput(join(folder, 'missing'), never)).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await rm(folder, { recursive: true });
  });

  it('stops an input without an end just above the limit', async () => {
    const chunk = Buffer.alloc(2 ** 20);
    const endless = Readable.from(
      (function* () {
        for (;;) yield chunk;
      })(),
    );
    const { length } = await readInput('-', never, endless);
    expect(length).toBeGreaterThan(defaultImageLimits.bytes);
    expect(length).toBeLessThanOrEqual(defaultImageLimits.bytes + chunk.length);
  });

  it('stops waiting for standard input when it is cancelled', async () => {
    const controller = new AbortController();
    const read = readInput('-', controller.signal, new PassThrough());
    controller.abort();
    await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  });
});
