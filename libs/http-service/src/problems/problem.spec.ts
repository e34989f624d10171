import { catalogue, type ErrorCode, OnebitError } from '@onebit/errors';
import { describe, expect, it } from 'vitest';
import { toProblem } from './problem.ts';
import { statusOf } from './status.ts';

const codes = Object.keys(catalogue) as ErrorCode[];

describe('the table of statuses', () => {
  it('names every code of the catalogue and no other', () => {
    expect(Object.keys(statusOf).sort()).toEqual([...codes].sort());
  });

  it('holds client and server errors only', () => {
    for (const status of Object.values(statusOf)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
    }
  });

  it('is what PROBLEMS.md documents (renew it with vitest -u)', async () => {
    const lines = codes
      .map((code) => `- ${String(statusOf[code])} \`${code}\`: ${catalogue[code]}.`)
      .sort();
    const document = `# Problems\n\nEvery \`code\` of a problem document with its HTTP status, from the tables in the source. \`GET /problems\` serves the same list.\n\n${lines.join('\n')}\n`;
    await expect(document).toMatchFileSnapshot('../../PROBLEMS.md');
  });
});

describe('toProblem', () => {
  const detail = { expected: 'a', received: 'b', hint: 'Do c.' };

  it('carries code, expected, received, hint, position and the request id', () => {
    const problem = toProblem(
      new OnebitError('sequence-invalid', { ...detail, position: 7 }),
      'r1',
    );
    expect(problem).toEqual({
      type: '/problems/sequence-invalid',
      title: catalogue['sequence-invalid'],
      status: 422,
      detail: `${catalogue['sequence-invalid']}: expected a, received b. Do c.`,
      instance: 'r1',
      code: 'sequence-invalid',
      ...detail,
      position: 7,
    });
  });

  it.each([new Error('secret /path'), 'secret', null, undefined, { message: 'secret' }])(
    'tells nothing of an unknown fault (%s)',
    (thrown) => {
      const problem = toProblem(thrown);
      expect(problem.status).toBe(500);
      expect(problem.code).toBe('internal');
      expect(JSON.stringify(problem)).not.toContain('secret');
    },
  );

  it('never contains a stack', () => {
    const cause = new Error('inner');
    const error = new OnebitError('value-invalid', { ...detail, cause });
    expect(JSON.stringify(toProblem(error))).not.toMatch(/\bat .*\.ts:/);
  });
});
