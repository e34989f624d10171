import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sha256Hex } from './sha256.ts';

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
});
