import { describe, expect, it } from 'vitest';
import { FloatMatrix } from '@onebit/bitwise-kernels';
import { Scope } from './scope.ts';

describe('the matrices of a step', () => {
  it('are lent again after the step, by shape, the last one first', () => {
    const scope = new Scope();
    const first = scope.floats(2, 3);
    const second = scope.floats(2, 3);
    expect(second).not.toBe(first);
    expect(scope.floats(3, 2)).not.toBe(first);
    scope.end();
    expect(scope.floats(2, 3)).toBe(second);
    scope.dispose();
    expect(first.disposed).toBe(true);
  });

  it('are lent within the step once they are released, and never twice at once', () => {
    const scope = new Scope();
    const lent = scope.floats(1, 4);
    scope.release(lent);
    scope.release(lent);
    expect(scope.floats(1, 4)).toBe(lent);
    expect(scope.floats(1, 4)).not.toBe(lent);
    scope.dispose();
  });

  it('frees what was made elsewhere at the end, and leaves strangers alone', () => {
    const scope = new Scope();
    const made = scope.hold(FloatMatrix.create(1, 1));
    scope.release(made);
    expect(made.disposed).toBe(false);
    scope.end();
    expect(made.disposed).toBe(true);
  });
});
