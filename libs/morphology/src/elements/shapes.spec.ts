import { describe, expect, it } from 'vitest';
import { cross, diamond, disk, elementFromRows, hline, rect, square, vline } from './shapes.ts';

describe('shapes', () => {
  it('have the cells their names say', () => {
    expect(rect(3, 2).rows).toEqual(['111', '111']);
    expect(square(2).rows).toEqual(['11', '11']);
    expect(hline(4).rows).toEqual(['1111']);
    expect(vline(3).rows).toEqual(['1', '1', '1']);
    expect(cross(3).rows).toEqual(['010', '111', '010']);
    expect(cross(4).rows).toEqual(['0010', '0010', '1111', '0010']);
    expect(diamond(2).rows).toEqual(['00100', '01110', '11111', '01110', '00100']);
    expect(disk(3).rows).toEqual([
      '0001000',
      '0111110',
      '0111110',
      '1111111',
      '0111110',
      '0111110',
      '0001000',
    ]);
    expect(disk(0).rows).toEqual(['1']);
  });

  it('have their origin at floor(size / 2), also where sizes are even', () => {
    for (const [element, x, y] of [
      [rect(4, 2), 2, 1],
      [square(2), 1, 1],
      [hline(1), 0, 0],
      [vline(6), 0, 3],
      [disk(5), 5, 5],
    ] as const) {
      expect([element.originX, element.originY]).toEqual([x, y]);
    }
  });

  it('turn about their origin', () => {
    const hook = elementFromRows(['10000', '10000', '11111'], { row: 1, column: 2 });
    const turned = hook.reflect();
    expect(turned.rows).toEqual(['11111', '00001', '00001']);
    const negated = hook.offsets().map(({ x, y }) => `${-x},${-y}`);
    expect(
      turned
        .offsets()
        .map(({ x, y }) => `${x},${y}`)
        .sort(),
    ).toEqual(negated.sort());
    expect(hook.reflect().reflect().equals(hook)).toBe(true);
    expect(square(2).reflect().offsets()).toContainEqual({ x: 1, y: 1 });
    expect(disk(2).reflect().toString()).toBe('disk2');
  });

  it('draw themselves with their origin', () => {
    expect(cross(3).picture()).toBe('.#.\n#O#\n.#.');
    expect(elementFromRows(['101']).picture()).toBe('#o#');
  });

  it.each([
    ['a side of 256', () => rect(256, 1), 'size-invalid'],
    ['a side of 0', () => hline(0), 'size-invalid'],
    ['half a cell', () => square(2.5), 'size-invalid'],
    ['a radius of 128', () => disk(128), 'size-invalid'],
    ['a radius below 0', () => diamond(-1), 'size-invalid'],
    ['rows of unequal length', () => elementFromRows(['11', '1']), 'value-invalid'],
    ['another character', () => elementFromRows(['1x']), 'value-invalid'],
    ['no cell', () => elementFromRows(['00', '00']), 'element-empty'],
    ['no row', () => elementFromRows([]), 'size-invalid'],
    ['an origin outside', () => square(3, { row: 3, column: 0 }), 'index-out-of-range'],
    ['an origin between cells', () => square(3, { row: 0.5, column: 0 }), 'index-out-of-range'],
  ])('refuse %s', (_, make, code) => {
    expect(make).toThrowError(expect.objectContaining({ code }));
  });

  it('accept sizes up to 255', () => {
    expect(rect(255, 255).count).toBe(255 * 255);
    expect(disk(127).width).toBe(255);
  });
});
