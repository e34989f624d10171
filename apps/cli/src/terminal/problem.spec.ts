import { OnebitError } from '@onebit/errors';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { problemLines, problemOf } from './problem.ts';

const refusal = new OnebitError('value-invalid', {
  expected: 'a radius',
  received: "'x'",
  hint: 'Give a number.',
  position: 9,
});

describe('problemOf', () => {
  it('keeps what the libraries say', () => {
    expect(problemOf(refusal)).toMatchObject({ code: 'value-invalid', received: "'x'" });
  });

  it('has words for missing files and for a cancelled run', () => {
    const missing = Object.assign(new Error('x'), { code: 'ENOENT', path: 'a.png' });
    expect(problemOf(missing)).toMatchObject({
      title: 'There is no such file or folder',
      received: 'a.png',
    });
    expect(problemOf(new DOMException('x', 'AbortError')).code).toBe('aborted');
  });
});

describe('problemLines', () => {
  it('sets a caret under the character at fault', () => {
    const problem = problemOf(UsageError.from(refusal, 'open:diskx'));
    expect(problemLines(problem)).toEqual([
      'error: A value is not acceptable',
      '',
      '  open:diskx',
      '           ^',
      '',
      '  expected  a radius',
      "  received  'x'",
      '  hint      Give a number.',
    ]);
  });
});
