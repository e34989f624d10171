import { catalogue, OnebitError } from '@onebit/errors';
import type { Problem } from './protocol.ts';

/** A refusal in words of the service's, or of this page's own. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** An error as the page shows it: what was expected, what was received, what to do next. */
export function problemOf(error: unknown): Problem {
  if (error instanceof OnebitError) {
    const { code, expected, received, hint } = error;
    return { title: catalogue[code], expected, received, hint };
  }
  if (error instanceof Refusal) return error.problem;
  return {
    title: 'Something failed that should not',
    received: error instanceof Error ? error.message : String(error),
    hint: 'Try another image or sequence, and report this message.',
  };
}

/** Reads the problem document of an answer that is no image. */
export async function refusalOf(answer: Response, route: string): Promise<Refusal> {
  if (!answer.headers.get('Content-Type')?.includes('application/problem+json')) {
    return new Refusal({
      title: 'There is no filter service here',
      expected: `a service that answers POST ${route}`,
      received: `status ${answer.status}`,
      hint: 'Start the suite with npm start, or switch to this browser.',
    });
  }
  const body = (await answer.json()) as Record<string, unknown>;
  const word = (name: string) => (typeof body[name] === 'string' ? { [name]: body[name] } : {});
  return new Refusal({
    title: typeof body['title'] === 'string' ? body['title'] : `Status ${answer.status}`,
    ...word('expected'),
    ...word('received'),
    ...word('hint'),
  });
}
