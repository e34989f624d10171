import { OnebitError } from '@onebit/errors';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino, type Logger } from 'pino';
import { JobStore } from '../jobs/store.ts';
import { type Limits, resolveLimits } from '../limits.ts';
import { BodyBudget } from '../request/body-budget.ts';
import { holdUpload } from '../request/expect-continue.ts';
import { Admission } from '../workers/admission.ts';
import { createApplication } from './application.ts';
import { answerClientErrors } from './client-error.ts';
import { Connections } from './connections.ts';
import { Health } from './health.ts';
import { Metrics } from './metrics.ts';
import type { Service, ServiceDefinition } from './service.ts';

/** How a host starts. */
export interface HostOptions {
  /** Name of the whole, as the OpenAPI document shows it. */
  readonly title?: string;
  /** Version of the whole. */
  readonly version?: string;
  /** Address to listen on; 127.0.0.1 unless said. */
  readonly host?: string;
  /** Port to listen on; 0 takes any free one. */
  readonly port?: number;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<Limits>;
  /** Where it logs; JSON lines to the standard error stream from level `LOG_LEVEL` (warn) up. */
  readonly logger?: Logger;
  /** Folder of built pages to serve at `/`. */
  readonly pages?: string;
  /** Stops the host when aborted. */
  readonly signal?: AbortSignal;
}

/** A host that listens. */
export interface RunningHost {
  /** The address in full, e.g. `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly limits: Limits;
  /**
   * Stops: readiness off, grace, port closed, accepted requests and jobs finished, workers ended.
   * With `now`, and on a second call with it, everything is cut at once.
   */
  readonly close: (options?: { readonly now?: boolean }) => Promise<void>;
  /** Resolves when the host has stopped. */
  readonly closed: Promise<void>;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
    if (signal.aborted) {
      clearTimeout(timer);
      resolve();
    }
  });
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        new OnebitError('port-taken', {
          expected: `to listen on ${host}, port ${String(port)}`,
          received: taken ? 'a port that another program uses' : (error.code ?? error.message),
          hint: taken
            ? 'Stop the other program or choose another port: PORT=8081.'
            : 'Choose another address or port: HOST=127.0.0.1 PORT=8081.',
          cause: error,
        }),
      );
    });
    // The backlog holds a burst of connections while the loop is busy; the kernel may lower it.
    server.listen({ host, port, backlog: 2048 }, () => {
      resolve(server.address() as AddressInfo);
    });
  });
}

function createHttpServer(limits: Limits): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.timeoutCheckMs,
    keepAliveTimeout: limits.keepAliveMs,
    noDelay: true,
    // The application refuses a request without Host in the form of every other problem.
    requireHostHeader: false,
  });
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  // Node would cut a longer list silently; the application counts and refuses.
  server.maxHeadersCount = 0;
  return server;
}

/**
 * Starts services on one port: listens first, so that liveness answers, then proves each service by
 * its self-test.
 *
 * @param definitions - the services
 * @param options - where to listen, limits, log, pages
 * @returns the host, ready
 * @throws OnebitError `port-taken`, `self-test-failed`; the signal's reason when stopped meanwhile
 */
export async function startHost(
  definitions: readonly ServiceDefinition[],
  options: HostOptions = {},
): Promise<RunningHost> {
  const { title = 'Onebit', version = '0.1.0', host = '127.0.0.1', port = 0, signal } = options;
  signal?.throwIfAborted();
  const limits = resolveLimits(options.limits);
  const logger =
    options.logger ?? pino({ level: process.env['LOG_LEVEL'] ?? 'warn' }, pino.destination(2));
  const admission = new Admission(limits);
  const budget = new BodyBudget(limits.bufferedBytes);
  const metrics = new Metrics({ admission, budget });
  const platform = { limits, budget, admission, metrics, logger };
  const connections = new Connections(limits);
  const jobs = new JobStore(limits);
  const server = createHttpServer(limits);
  const services = new Map<string, Service>();
  const closeAll = async () => {
    await jobs.close();
    await Promise.all([...services.values()].map((service) => service.close()));
    metrics.registry.clear();
  };
  let stopping = false;

  connections.watch(server);
  answerClientErrors(server, limits);
  let bound: AddressInfo;
  try {
    bound = await listen(server, host, port);
    for (const { name, create } of definitions) {
      services.set(name, create(platform));
    }
  } catch (error) {
    server.close();
    await closeAll();
    throw error;
  }
  const health = new Health(services, limits.selfTestMs, logger);
  const application = createApplication({
    title,
    version,
    services: [...services.values()],
    platform,
    health,
    jobs,
    connections,
    ...(options.pages === undefined ? {} : { pages: options.pages }),
    stopping: () => stopping,
  });
  server.on('request', (request, response) => {
    response.once('close', () => {
      // A connection kept alive by the last answer on it would hold the stop up until it times out.
      if (stopping) {
        setImmediate(() => {
          server.closeIdleConnections();
        });
      }
    });
    application(request, response);
  });
  server.on('checkContinue', (request, response) => {
    holdUpload(request);
    server.emit('request', request, response);
  });
  // Node would answer other expectations without a problem document; the application refuses them.
  server.on('checkExpectation', (request, response) => {
    server.emit('request', request, response);
  });

  const cut = new AbortController();
  const stop = async () => {
    health.stop(
      new OnebitError('shutting-down', {
        expected: 'the start to end',
        received: 'a request to stop',
        hint: 'Start the service again.',
      }),
    );
    await wait(limits.stopGraceMs, cut.signal);
    stopping = true;
    const drained = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    server.closeIdleConnections();
    // Jobs nobody listens to have no connection: they are waited for by themselves.
    const jobsDone = Promise.all(
      jobs.jobs.map((job) =>
        job.finished
          ? undefined
          : new Promise<void>((resolve) => {
              job.listen(({ finished }) => {
                if (finished) {
                  resolve();
                }
              });
            }),
      ),
    );
    const timeout = new AbortController();
    await Promise.race([
      Promise.all([drained, jobsDone]).then(() => {
        timeout.abort();
      }),
      wait(limits.stopMs, AbortSignal.any([cut.signal, timeout.signal])),
    ]);
    server.closeAllConnections();
    await closeAll();
    await drained;
  };
  let stopped: Promise<void> | undefined;
  let announceClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    announceClosed = resolve;
  });
  const close = ({ now = false } = {}): Promise<void> => {
    if (now) {
      cut.abort();
    }
    stopped ??= stop().finally(announceClosed);
    return stopped;
  };
  const onAbort = () => {
    void close();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await health.prove();
    signal?.throwIfAborted();
  } catch (error) {
    await close({ now: true });
    throw signal?.aborted ? signal.reason : error;
  }
  const shown = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return {
    address: `http://${shown}:${String(bound.port)}`,
    host: bound.address,
    port: bound.port,
    limits,
    close,
    closed,
  };
}
