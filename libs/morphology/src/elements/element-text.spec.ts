import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { element, hitOrMissElement } from './element-text.ts';

describe('elements in text', () => {
  it.each([
    'square3',
    'rect5x4',
    'disk0',
    'cross7',
    'diamond12',
    'hline255',
    'vline2',
    'rect3x3@0,2',
    'disk2@4,4',
    '101/010/101',
    '100/111@0,1',
    '1',
  ])('%s reads and prints alike', (text) => {
    expect(element(text).toString()).toBe(text);
  });

  it('ignores case', () => {
    expect(element('RECT5X4').toString()).toBe('rect5x4');
  });

  it('leaves out an origin that is the centre', () => {
    expect(element('square2@1,1').toString()).toBe('square2');
  });

  it('prints every random element so that it reads back', () => {
    const shape = fc
      .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
      .chain(({ width, height }) =>
        fc.record({
          row: fc.nat(height - 1),
          column: fc.nat(width - 1),
          rows: fc
            .array(
              fc.string({ unit: fc.constantFrom('0', '1'), minLength: width, maxLength: width }),
              {
                minLength: height,
                maxLength: height,
              },
            )
            .filter((rows) => rows.join('').includes('1')),
        }),
      );
    fc.assert(
      fc.property(shape, ({ rows, row, column }) => {
        const one = element(`${rows.join('/')}@${row},${column}`);
        expect(element(one.toString()).equals(one)).toBe(true);
        expect(element(one.reflect().toString()).equals(one.reflect())).toBe(true);
      }),
    );
  });

  it.each([
    ['dsik3', 0, "Did you mean 'disk'?"],
    ['disk', 4, 'whole number'],
    ['disk3.5', 4, 'whole number'],
    ['rect5', 4, 'Write both'],
    ['rect5xx5', 4, 'Write both'],
    ['', 0, 'disk3'],
    ['101/012/101', 6, 'An element is'],
    ['101/01/101', 4, 'equally long'],
    ['101//101', 4, 'equally long'],
    ['010@1', 4, 'Count from 0'],
    ['010@1,', 4, 'Count from 0'],
  ])('refuses %s at character %i', (text, position, hint) => {
    expect(() => element(text)).toThrowError(
      expect.objectContaining({
        code: 'element-invalid',
        position,
        hint: expect.stringContaining(hint),
      }),
    );
  });

  it.each([
    ['rect256x3', 'size-invalid', 4],
    ['disk128', 'size-invalid', 4],
    ['square3@3,0', 'index-out-of-range', 6],
    ['000', 'element-empty', 0],
  ])('refuses %s as %s at %i', (text, code, position) => {
    expect(() => element(text)).toThrowError(expect.objectContaining({ code, position }));
  });
});

describe('hit-or-miss elements in text', () => {
  it.each(['x0x/011/x11', '000/010/000', 'x1x', '0', '011@0,0'])(
    '%s reads and prints alike',
    (text) => {
      expect(hitOrMissElement(text).toString()).toBe(text);
    },
  );

  it('takes dots and capitals as do-not-care', () => {
    expect(hitOrMissElement('.0X/01./XX1').toString()).toBe('x0x/01x/xx1');
  });

  it('takes the zeros of a shape as misses', () => {
    const plus = hitOrMissElement('cross3');
    expect(plus.rows).toEqual(['010', '111', '010']);
    expect([plus.hitCount, plus.missCount]).toEqual([5, 4]);
  });

  it.each([
    ['x0y', 'element-invalid', 2],
    ['xxx/xxx', 'element-empty', 0],
    ['x1/x', 'element-invalid', 3],
    ['101@1,1', 'index-out-of-range', 0],
  ])('refuses %s as %s at %i', (text, code, position) => {
    expect(() => hitOrMissElement(text)).toThrowError(expect.objectContaining({ code, position }));
  });
});
