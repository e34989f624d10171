import { OnebitError } from '@onebit/errors';
import type { RequestHandler, Router } from 'express';

/** The handlers of one address, by method. */
export type MethodTable = Partial<Record<'get' | 'post' | 'delete', RequestHandler>>;

/**
 * Mounts the handlers of one address and refuses every other method with 405 and `Allow`.
 *
 * @param router - where to mount
 * @param path - the address, in express's syntax
 * @param table - a handler for each allowed method; `get` answers HEAD too
 */
export function methods(router: Router, path: string, table: MethodTable): void {
  const route = router.route(path);
  const allowed: string[] = [];
  for (const method of ['get', 'post', 'delete'] as const) {
    const handler = table[method];
    if (handler) {
      route[method](handler);
      allowed.push(...(method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
    }
  }
  allowed.push('OPTIONS');
  const allow = allowed.join(', ');
  route.all((request, response) => {
    response.setHeader('Allow', allow);
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    throw new OnebitError('method-not-allowed', {
      expected: allow,
      received: request.method,
      hint: 'Use one of the methods that the header Allow names.',
    });
  });
}
