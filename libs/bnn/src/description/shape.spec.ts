import { describe, expect, it } from 'vitest';
import {
  either,
  listOf,
  Misfit,
  number,
  object,
  oneOf,
  openObject,
  recordOf,
  type Shape,
  tagged,
  text,
  textLike,
  tuple,
  whole,
} from './shape.ts';

const misfitOf = (shape: Shape<unknown>, value: unknown): string => {
  try {
    shape(value, '');
  } catch (misfit) {
    expect(misfit).toBeInstanceOf(Misfit);
    return (misfit as Misfit).message;
  }
  return 'fits';
};

describe('shapes', () => {
  it.each<[Shape<unknown>, unknown, string]>([
    [number(), NaN, ': a number, not NaN'],
    [number(0), -1, ': a number of at least 0, not -1'],
    [number(0, 1), '0', ': a number from 0 to 1, not "0"'],
    [whole(1, 8), 1.5, ': a whole number from 1 to 8, not 1.5'],
    [whole(1, 8), 9, ': a whole number from 1 to 8, not 9'],
    [text(), 7, ': text, not 7'],
    [text(1, 4), '', ': text of 1 to 4, not ""'],
    [text(1, 4), 'five!', ': text of 1 to 4, not "five!"'],
    [textLike(/^a+$/), 'b', ': text like ^a+$, not "b"'],
    [oneOf(-1, 1), 0, ': -1 or 1, not 0'],
    [either(oneOf('valid'), number()), 'no', ': a number, not "no"'],
    [listOf(number(), 1), [], ': a list of at least 1, not a list of 0'],
    [listOf(number()), { length: 0 }, ': a list of at least 0, not an object'],
    [listOf(number()), [1, null], '1: a number, not null'],
    [tuple(number(), text()), [1], ': a list of 2, not a list of 1'],
    [tuple(number(), text()), [1, 2], '1: text, not 2'],
    [object({ a: number() }), null, ': an object, not null'],
    [object({ a: number() }), {}, 'a: a number, not undefined'],
    [object({ a: number() }), { a: 1, b: 2 }, ': only fields of the format, not "b"'],
    [object({ a: number() }, { b: text() }), { a: 1, b: 2 }, 'b: text, not 2'],
    [object({}, { b: text() }), { b: undefined }, 'b: text, not undefined'],
    [object({ a: object({ b: number() }) }), { a: { b: '' } }, 'a.b: a number, not ""'],
    [object({}), JSON.parse('{"toString":1}'), ': only fields of the format, not "toString"'],
    [recordOf(number()), { a: 1, b: 'x' }, 'b: a number, not "x"'],
    [
      tagged('op', { add: object({ op: text() }) }),
      { op: 'toString' },
      'op: one of add, not "toString"',
    ],
    [tagged('op', { add: object({ op: text() }) }), {}, 'op: one of add, not undefined'],
  ])('refuse what does not have theirs', (shape, value, message) => {
    expect(misfitOf(shape, value)).toBe(message);
  });

  it('give back the value itself', () => {
    const value = { a: [1, 'x'], b: 'valid', more: true };
    const shape = openObject({ a: tuple(number(), text()) }, { b: oneOf('valid'), c: number() });
    expect(shape(value, '')).toBe(value);
  });

  it('say little about long values', () => {
    expect(misfitOf(number(), 'x'.repeat(1000)).length).toBeLessThan(70);
  });
});
