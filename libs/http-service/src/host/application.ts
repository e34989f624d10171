import { OnebitError } from '@onebit/errors';
import compression from 'compression';
import express, { type Express, type RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { inferenceRoutes } from '../inference/routes.ts';
import { jobRoutes } from '../jobs/routes.ts';
import type { JobStore } from '../jobs/store.ts';
import type { Limits } from '../limits.ts';
import { problemRoutes } from '../problems/catalogue-routes.ts';
import { problemHandler, routeUnknown } from '../problems/handler.ts';
import { methods } from '../request/methods.ts';
import { assignRequestId, requestId } from '../request/request-id.ts';
import { respond } from '../request/respond.ts';
import { requestDeadline } from '../workers/deadline.ts';
import type { Connections } from './connections.ts';
import { docsRoutes, pageRoutes } from './docs.ts';
import type { Health } from './health.ts';
import { modelRoutes } from './model-routes.ts';
import { openApiDocument } from './openapi.ts';
import { clientRateLimit } from './rate-limit.ts';
import { securityHeaders } from './security.ts';
import type { Platform, Service, TaskEndpoint } from './service.ts';

/** The parts an application is put together from. */
export interface ApplicationParts {
  readonly title: string;
  readonly version: string;
  readonly services: readonly Service[];
  readonly platform: Platform;
  readonly health: Health;
  readonly jobs: JobStore;
  readonly connections: Connections;
  /** Folder of the web UI's built files. */
  readonly pages?: string;
  /** Whether the service is stopping. */
  readonly stopping: () => boolean;
}

/** Node cuts a list of headers silently at its own limit; here a longer one is refused instead. */
function headerCount({ headerCount: most }: Limits): RequestHandler {
  return (request, _response, next) => {
    const count = request.rawHeaders.length / 2;
    if (count > most) {
      throw new OnebitError('header-too-large', {
        expected: `at most ${String(most)} header lines`,
        received: String(count),
        hint: 'Send fewer headers.',
      });
    }
    next();
  };
}

/** Refuses what HTTP/1.1 tells to refuse: no host, or an expectation that nobody can meet. */
const requireProtocol: RequestHandler = ({ httpVersion, headers }, _response, next) => {
  if (httpVersion === '1.1' && headers.host === undefined) {
    throw new OnebitError('request-malformed', {
      expected: 'the header Host, as HTTP/1.1 asks for',
      received: 'a request without it',
      hint: 'Name the host and port of the address in the header Host.',
    });
  }
  if (httpVersion === '1.1' && headers.expect && !/^100-continue$/i.test(headers.expect)) {
    throw new OnebitError('expectation-unknown', {
      expected: 'Expect: 100-continue, or no such header',
      received: headers.expect.slice(0, 100),
      hint: 'Leave the header Expect out.',
    });
  }
  next();
};

function log(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (request) => requestId(request),
    // A full queue is the service at work, not a fault.
    customLogLevel: (_request, { statusCode }) =>
      statusCode >= 500 && statusCode !== 503 ? 'error' : 'info',
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        url,
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
}

function refuseWhenStopping(stopping: () => boolean): RequestHandler {
  return (_request, response, next) => {
    if (stopping()) {
      response.setHeader('Connection', 'close');
      throw new OnebitError('shutting-down', {
        expected: 'a service that accepts requests',
        received: 'a service that finishes the last ones',
        hint: 'Send the request to another instance, or again after the seconds in Retry-After.',
      });
    }
    next();
  };
}

function taskRoutes(endpoints: readonly TaskEndpoint[], { admission, limits }: Platform): Router {
  const router = Router();
  for (const { task, accept, stream } of endpoints.filter(({ jobOnly = false }) => !jobOnly)) {
    methods(router, `/v1/${task}`, {
      post: async (request, response) => {
        if (await stream?.(request, response)) {
          return;
        }
        const { lane, run } = await accept(request, response);
        const { signal, clear } = requestDeadline(request, response, limits.workMs);
        try {
          const queued = performance.now();
          let started = queued;
          const answer = await admission.run(lane, signal, () => {
            started = performance.now();
            return run({ signal });
          });
          response.setHeader('Server-Timing', [`queue;dur=${(started - queued).toFixed(1)}`]);
          respond(response, answer);
        } finally {
          clear();
        }
      },
    });
  }
  return router;
}

function informationRoutes({ title, version, services, platform }: ApplicationParts): Router {
  const router = Router();
  const { limits, metrics } = platform;
  methods(router, '/v1/limits', {
    get: (_request, response) => {
      response.json(limits);
    },
  });
  methods(router, '/metrics', {
    get: async (_request, response) => {
      response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    },
  });
  let document: string | undefined;
  methods(router, '/openapi.json', {
    get: (_request, response) => {
      document ??= JSON.stringify(openApiDocument({ title, version }, limits, services), null, 2);
      response.type('json').send(document);
    },
  });
  return router;
}

/** Puts the application together: the order of the lines is the order a request passes them. */
export function createApplication(parts: ApplicationParts): Express {
  const { platform, health, jobs, services, connections, pages, stopping } = parts;
  const { limits, logger, metrics } = platform;
  const endpoints = services.flatMap((service) => service.endpoints);
  const models = () => services.flatMap((service) => service.inference);
  const application = express();
  application.disable('x-powered-by');
  application.set('etag', false);
  // Queries are read by parseQuery, which refuses repeated names.
  application.set('query parser', false);
  application.set('case sensitive routing', true);
  application.use((request, response, next) => {
    assignRequestId(request, response);
    next();
  });
  application.use(log(logger));
  application.use(metrics.handler);
  application.use(securityHeaders());
  application.use(headerCount(limits));
  application.use(requireProtocol);
  application.use(health.routes());
  application.use(connections.handler);
  application.use(refuseWhenStopping(stopping));
  application.use(clientRateLimit(limits));
  application.use(
    compression({
      filter: (request, response) =>
        response.getHeader('Content-Type') !== 'text/event-stream; charset=utf-8' &&
        compression.filter(request, response),
    }),
  );
  application.use(informationRoutes(parts));
  application.use(modelRoutes(services, platform));
  application.use(problemRoutes());
  application.use(docsRoutes());
  application.use(taskRoutes(endpoints, platform));
  application.use(jobRoutes({ endpoints, store: jobs, platform }));
  application.use(
    inferenceRoutes({ title: parts.title, version: parts.version, models, health, platform }),
  );
  if (pages === undefined) {
    application.get('/', (_request, response) => {
      response.redirect('/docs');
    });
  } else {
    application.use(pageRoutes(pages));
  }
  application.use(routeUnknown);
  application.use(problemHandler);
  return application;
}
