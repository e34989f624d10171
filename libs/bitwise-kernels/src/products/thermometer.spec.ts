import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenLevels, thermometer } from './thermometer.ts';

const rising = fc
  .uniqueArray(fc.integer({ min: -300, max: 300 }), { minLength: 1, maxLength: 70 })
  .map((levels) => levels.sort((a, b) => a - b));

describe('thermometer', () => {
  it('sets bit t where the value is at least level t, and nothing else', () => {
    const values = fc.oneof(
      fc.uint8Array({ minLength: 6, maxLength: 6 }),
      fc.float32Array({ minLength: 6, maxLength: 6, noNaN: true }),
    );
    fc.assert(
      fc.property(values, rising, (six, levels) => {
        using bits = thermometer(six, 2, 3, levels);
        const expected = Array.from(six, (value) => levels.map((level) => Number(value >= level)));
        expect(Array.from(bits.toBytes())).toEqual(expected.flat());
        expect(bits.popcount()).toBe(expected.flat().reduce((sum, bit) => sum + bit, 0));
      }),
    );
  });

  it('puts the number of levels between two values into their distance', () => {
    using bits = thermometer(Uint8Array.of(20, 200), 2, 1, evenLevels(31, 0, 256));
    const [a, b] = [bits.toBytes().slice(0, 31), bits.toBytes().slice(31)];
    const distance = a.reduce((sum, bit, t) => sum + (bit ^ b[t]!), 0);
    expect(distance).toBe(Math.floor(200 / 8) - Math.floor(20 / 8));
  });

  it('refuses NaN, levels that do not rise, and wrong counts', () => {
    expect(() => thermometer(Float32Array.of(1, NaN), 1, 2, [0])).toThrow('NaN at index 1');
    expect(() => thermometer(Uint8Array.of(1), 1, 1, [])).toThrow('at least one level');
    expect(() => thermometer(Uint8Array.of(1), 1, 1, [2, 2])).toThrow('2 at index 1');
    expect(() => thermometer(Uint8Array.of(1), 1, 1, [NaN])).toThrow('NaN at index 0');
    expect(() => thermometer(Uint8Array.of(1), 1, 2, [1])).toThrow('values of 2 elements');
    expect(() => thermometer(Uint8Array.of(1), 0, 1, [1])).toThrow('rows of at least 1');
    expect(() => evenLevels(0, 0, 1)).toThrow('at least one level');
    expect(() => evenLevels(2, 1, 1)).toThrow('a range that rises');
  });
});
