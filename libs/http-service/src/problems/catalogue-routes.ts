import { catalogue, type ErrorCode, OnebitError } from '@onebit/errors';
import { Router } from 'express';
import { methods } from '../request/methods.ts';
import { statusOf } from './status.ts';

function entry(code: ErrorCode) {
  return { code, title: catalogue[code], status: statusOf[code] };
}

/** `GET /problems` and `GET /problems/{code}`: where the `type` of a problem leads. */
export function problemRoutes(): Router {
  const router = Router();
  methods(router, '/problems', {
    get: (_request, response) => {
      response.json({ problems: (Object.keys(catalogue) as ErrorCode[]).sort().map(entry) });
    },
  });
  methods(router, '/problems/:code', {
    get: (request, response) => {
      const code = String(request.params['code']);
      if (!Object.hasOwn(catalogue, code)) {
        throw new OnebitError('route-unknown', {
          expected: 'the code of a problem',
          received: code.slice(0, 100),
          hint: 'GET /problems lists all codes.',
        });
      }
      response.json(entry(code as ErrorCode));
    },
  });
  return router;
}
