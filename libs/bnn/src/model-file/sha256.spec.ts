import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sha256Hex, sha256HexLater } from './sha256.ts';

const pieces = [new Uint8Array(0), Uint8Array.of(1, 2, 3), new Uint8Array(70_000).fill(9)];
const expected = createHash('sha256').update(Buffer.concat(pieces)).digest('hex');

afterEach(() => vi.unstubAllGlobals());

describe('SHA-256', () => {
  it('is the known one', () => {
    expect(sha256Hex()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex(...pieces)).toBe(expected);
  });

  it.each([[undefined], [{}]])('is the same where Node is %o', (process) => {
    vi.stubGlobal('process', process);
    const found = sha256Hex(...pieces);
    vi.unstubAllGlobals();
    expect(found).toBe(expected);
  });

  it('is the same by the platform, and where it has none', async () => {
    expect(await sha256HexLater(...pieces)).toBe(expected);
    const digest = vi.spyOn(crypto.subtle, 'digest');
    vi.stubGlobal('process', undefined);
    const byPlatform = sha256HexLater(...pieces);
    vi.stubGlobal('crypto', undefined);
    const byNone = sha256HexLater(...pieces);
    vi.unstubAllGlobals();
    expect(await byPlatform).toBe(expected);
    expect(await byNone).toBe(expected);
    expect(digest).toHaveBeenCalledTimes(1);
    digest.mockRestore();
  });
});
