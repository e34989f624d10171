import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const acceptable = /^[\w.:-]{1,128}$/;

const ids = new WeakMap<IncomingMessage, string>();

/**
 * Gives the request an id and echoes it in `X-Request-Id`: the client's own where it sent a plain
 * one, else a new one.
 *
 * @returns the id
 */
export function assignRequestId(request: IncomingMessage, response: ServerResponse): string {
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && acceptable.test(sent) ? sent : randomUUID();
  ids.set(request, id);
  response.setHeader('X-Request-Id', id);
  return id;
}

/** The id that {@link assignRequestId} gave. */
export function requestId(request: IncomingMessage): string {
  return ids.get(request) ?? '';
}
