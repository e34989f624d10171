import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultLimits, resolveLimits } from './limits.ts';

describe('resolveLimits', () => {
  it('gives the defaults where nothing is said', () => {
    expect(resolveLimits()).toEqual(defaultLimits);
  });

  it('replaces what is named', () => {
    expect(resolveLimits({ keepAliveMs: 1 })).toEqual({ ...defaultLimits, keepAliveMs: 1 });
  });

  it.each([
    { imageBytes: 0 },
    { imageBytes: -1 },
    { imageBytes: 1.5 },
    { imageBytes: NaN },
    { rateLimitLoopback: 1 as never },
    { imageBites: 1 } as never,
  ])('refuses %j', (overrides) => {
    expect(() => resolveLimits(overrides)).toThrow(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });

  it('accepts 0 where it means off or at once', () => {
    expect(resolveLimits({ requestsPerMinute: 0, stopGraceMs: 0 }).requestsPerMinute).toBe(0);
  });
});

describe('the README', () => {
  it('tells every limit with its value', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `(\w+)` +\| ([\w ,]+?) +\|/gm)];
    const documented = Object.fromEntries(rows.map(([, name, value]) => [name!, value!]));
    const { workers, ...fixed } = defaultLimits;
    expect(workers).toBeGreaterThan(1);
    expect(documented).toEqual({
      ...Object.fromEntries(Object.entries(fixed).map(([name, value]) => [name, String(value)])),
      workers: 'one a core, 2 to 8',
    });
  });
});
