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
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '😀') });
    const records = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(
        fc
          .constantFrom(',', ';')
          .chain((delimiter) =>
            records.chain((wanted) =>
              pieces(wanted.map((fields) => writeRecord(fields, delimiter)).join('')).map(
                (cut) => [delimiter, wanted, cut] as const,
              ),
            ),
          ),
        ([delimiter, wanted, cut]) => {
          expect(read(cut, delimiter)).toEqual(wanted);
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

  it.each(['\n', '\r\n', '\r'])('says on which line a record begins, lines ending in %j', (end) => {
    const values = new SeparatedValues(',', true);
    const lines: (readonly [string, number])[] = [];
    for (const [first] of values.push(['a', '', '"b\n""\nb",c', 'd', 'e'].join(end))) {
      lines.push([first!, values.line]);
    }
    for (const [first] of values.end()) lines.push([first!, values.line]);
    expect(lines).toEqual([
      ['a', 1],
      ['b\n"\nb', 3],
      ['d', 6],
      ['e', 7],
    ]);
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
