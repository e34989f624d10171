import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineBlocks, type LineBlock } from './line-blocks.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function run(body: string, cuts: readonly number[], longest: number, together: number) {
  const bytes = new TextEncoder().encode(body);
  const blocks = new LineBlocks(longest, together);
  const found: LineBlock[] = [];
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)];
  edges.push(bytes.length);
  for (let at = 1; at < edges.length; at++) {
    found.push(...blocks.push(bytes.subarray(edges[at - 1], edges[at])), ...blocks.flush());
  }
  found.push(...blocks.end());
  return found;
}

describe('blocks of lines', () => {
  it('hold every line once, in order, wherever the body is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'é', ' '), maxLength: 12 })),
        fc.boolean(),
        fc.array(fc.nat()),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (lines, ended, cuts, longest, together) => {
          const body = lines.join('\n') + (ended ? '\n' : '');
          const found = run(body, cuts, longest, together);
          const expected = body === '' ? [] : body.replace(/\n$/, '').split('\n');
          const bytesOf = (line: string, at: number): number =>
            new TextEncoder().encode(line).length +
            (body.endsWith('\n') || at < expected.length - 1 ? 1 : 0);
          const seen = found.flatMap(({ first, bytes, tooLong }) =>
            text(bytes)
              .replace(/\n$/, '')
              .split('\n')
              .map((line, at) => [first + at, tooLong.includes(first + at) ? null : line] as const),
          );
          expect(seen).toEqual(
            expected.map((line, at) => [at + 1, bytesOf(line, at) > longest ? null : line]),
          );
          expect(
            Math.max(0, ...found.map(({ bytes }) => text(bytes).split('\n').length)),
          ).toBeLessThanOrEqual(together + 1);
        },
      ),
    );
  });

  it('keep nothing of a line that is too long', () => {
    const blocks = new LineBlocks(10, 4);
    for (let at = 0; at < 1000; at++) expect([...blocks.push(new Uint8Array(1000))]).toEqual([]);
    const [block] = [...blocks.push(Uint8Array.of(0x0a)), ...blocks.flush()];
    expect(block).toEqual({ first: 1, bytes: Uint8Array.of(0, 0x0a), tooLong: [1] });
  });
});
