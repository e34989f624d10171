import { OnebitError } from '@onebit/errors';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Limits } from '../limits.ts';

/** Whether an address is this machine's own. */
export function isLoopback(address: string | undefined): boolean {
  return address === undefined || /^(::1|(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.test(address);
}

/**
 * Refuses with 429 a client that sends more than `requestsPerMinute`. Clients on this machine are not
 * counted unless `rateLimitLoopback` says so.
 */
export function clientRateLimit(limits: Limits): RequestHandler {
  const { requestsPerMinute, rateLimitLoopback } = limits;
  if (requestsPerMinute === 0) {
    return (_request, _response, next) => {
      next();
    };
  }
  return rateLimit({
    windowMs: 60_000,
    limit: requestsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (request) => !rateLimitLoopback && isLoopback(request.ip),
    handler: () => {
      throw new OnebitError('rate-limited', {
        expected: `at most ${String(requestsPerMinute)} requests a minute`,
        received: 'one more',
        hint: 'Wait the seconds in Retry-After; GET /v1/limits tells every limit.',
      });
    },
  });
}
