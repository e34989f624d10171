import { catalogue, OnebitError } from '@onebit/errors';

/** Why there is no result. */
export interface Problem {
  readonly title: string;
  readonly expected?: string;
  readonly received?: string;
  readonly hint?: string;
}

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
    hint: 'Try other input, and report this message.',
  };
}

/** Reads the problem document of an answer that is no result. */
export async function refusalOf(answer: Response, route: string): Promise<Refusal> {
  if (!answer.headers.get('Content-Type')?.includes('application/problem+json')) {
    return new Refusal({
      title: 'There is no such service here',
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

/**
 * Asks a service of this origin.
 *
 * @throws Refusal where none answers
 */
export async function askService(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Refusal({
      title: 'The service does not answer',
      expected: `a service at ${location.origin}`,
      received: 'no connection',
      hint: 'Start it with npm start, or switch to this browser.',
    });
  }
}
