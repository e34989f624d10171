import { OnebitError } from '@onebit/errors';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { discardRest } from '../request/discard.ts';
import { uploadHeld } from '../request/expect-continue.ts';
import { requestId } from '../request/request-id.ts';
import { PROBLEM_TYPE, toProblem } from './problem.ts';

/** Seconds after which a client should try again, for the codes where trying again helps. */
const retryAfter: Partial<Record<string, number>> = {
  overloaded: 1,
  'memory-exhausted': 5,
  'not-ready': 1,
  'shutting-down': 5,
  'rate-limited': 60,
};

/**
 * Express's own refusals (a path that cannot be decoded, for one) carry a status below 500 but no
 * code: they are the client's malformed request, not a fault of the service.
 */
function refine(error: unknown): unknown {
  const status = (error as { status?: unknown } | null)?.status;
  if (error instanceof OnebitError || typeof status !== 'number' || status >= 500) {
    return error;
  }
  return new OnebitError('request-malformed', {
    expected: 'a well-formed request',
    received: 'a request whose address or header cannot be decoded',
    hint: 'Percent-encode the address as UTF-8.',
    cause: error,
  });
}

/** Sends the problem document of an error; the one place from which errors leave. */
function sendProblem(request: Request, response: Response, error: unknown): void {
  const problem = toProblem(error, requestId(request));
  // The Open Inference Protocol reads the text of an error from `error`.
  const body = request.path.startsWith('/v2') ? { ...problem, error: problem.detail } : problem;
  const seconds = retryAfter[problem.code];
  if (seconds !== undefined && !response.hasHeader('Retry-After')) {
    response.setHeader('Retry-After', String(seconds));
  }
  const bytes = Buffer.from(JSON.stringify(body));
  // Compression would hold the answer back until its end.
  response.setHeader('Cache-Control', 'no-store, no-transform');
  response.setHeader('Content-Length', bytes.length);
  response.status(problem.status).type(PROBLEM_TYPE);
  if (uploadHeld(request)) {
    response.setHeader('Connection', 'close');
    response.end(bytes);
  } else if (request.complete) {
    response.end(bytes);
  } else {
    // The whole answer leaves now; only its end, which may close the connection, waits for the rest
    // of the body.
    response.write(bytes);
    discardRest(request, () => response.end());
  }
}

/**
 * The end of every failed request: answers with the problem document and leaves the error itself,
 * with its stack, to the request's line in the log.
 */
export const problemHandler: ErrorRequestHandler = (thrown: unknown, request, response, next) => {
  // Express tells an error handler by its four parameters.
  void next;
  const error = refine(thrown);
  response.err = error instanceof Error ? error : new Error(String(error));
  if (response.headersSent) {
    // Half an answer is out: a cut connection is the only honest sign that is left.
    response.destroy();
    return;
  }
  sendProblem(request, response, error);
};

/** Answers every request that no route took. */
export const routeUnknown: RequestHandler = (request) => {
  throw new OnebitError('route-unknown', {
    expected: 'an address that the service serves',
    received: `${request.method} ${request.path.slice(0, 200)}`,
    hint: 'See /docs or /openapi.json for all addresses.',
  });
};
