import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeparatedValues, writeRecord } from './separated-values.ts';

function read(pieces: readonly string[], delimiter = ',', quoted = true): string[][] {
  const values = new SeparatedValues(delimiter, quoted);
  return [...pieces.flatMap((piece) => [...values.push(piece)]), ...values.end()];
}

/** A text cut at any places. */
const pieces = (text: string): fc.Arbitrary<string[]> =>
  fc.array(fc.nat(text.length)).map((cuts) => {
    const sorted = [0, ...cuts.toSorted((a, b) => a - b), text.length];
    return sorted.slice(1).map((end, at) => text.slice(sorted[at], end));
  });

describe('separated values', () => {
  it('read back what was written, wherever the pieces are cut', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '😀') });
    const records = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(
        records.chain((wanted) =>
          pieces(wanted.map(writeRecord).join('')).map((cut) => [wanted, cut] as const),
        ),
        ([wanted, cut]) => {
          expect(read(cut)).toEqual(wanted);
        },
      ),
    );
  });

  it.each([
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a\r\n\r\nb\r\n', [['a'], ['b']]],
    ['a\rb', [['a'], ['b']]],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['"a\n""b""",c', [['a\n"b"', 'c']]],
    ['5" nails,x', [['5" nails', 'x']]],
    ['""\n', [['']]],
    ['', []],
  ])('reads %j', (text, expected) => {
    expect(read([text])).toEqual(expected);
  });

  it('takes quotes as they stand in tab-separated values', () => {
    expect(read(['"a\t"b"\n'], '\t', false)).toEqual([['"a', '"b"']]);
  });

  it('says on which line a quote opens that is never closed', () => {
    expect(() => read(['a\n"b\n', 'c","d\n\n', 'e'])).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({
          received: expect.stringContaining('line 3'),
        }) as unknown,
      }) as Error,
    );
  });
});
