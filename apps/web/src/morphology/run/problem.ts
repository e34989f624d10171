import { catalogue, OnebitError } from '@onebit/errors';
import type { Problem } from './protocol.ts';

/** An error as the page shows it: what was expected, what was received, what to do next. */
export function problemOf(error: unknown): Problem {
  if (error instanceof OnebitError) {
    const { code, expected, received, hint } = error;
    return { title: catalogue[code], expected, received, hint };
  }
  if (error instanceof ServiceRefusal) return error.problem;
  return {
    title: 'Something failed that should not',
    received: error instanceof Error ? error.message : String(error),
    hint: 'Try another image or sequence, and report this message.',
  };
}

/** What the service answered instead of an image. */
export class ServiceRefusal extends Error {
  override readonly name = 'ServiceRefusal';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}
