import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbered } from './numbered.ts';

describe('numbered names', () => {
  it('leave first ones as they are and step over names that are there', () => {
    expect(numbered(['text', 'id', 'text', 'text (2)', 'text'])).toEqual([
      'text',
      'id',
      'text (3)',
      'text (2)',
      'text (4)',
    ]);
  });

  it('are all different', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', 'a', 'a (2)', 'a (3)', 'b')), (names) => {
        expect(new Set(numbered(names)).size).toBe(names.length);
      }),
    );
  });
});
