import { describe, expect, it } from 'vitest';
import { agree } from './step.ts';

describe('agree', () => {
  it('is strict on the first loss and allows later ones to drift a little', () => {
    expect(agree([6, 5, 4], [6.001, 5.05, 4.05])).toBe(true);
    expect(agree([6, 5, 4], [6.1, 5, 4])).toBe(false);
    expect(agree([6, 5, 4], [6, 5, 4.5])).toBe(false);
    expect(agree([6, 5, 4], [6, 5])).toBe(false);
    expect(agree([6], [NaN])).toBe(false);
  });
});
