import { type BenchmarkOptions, type PeerStatus, type Report, defaultSeed } from '../report.ts';
import { type CaseResult, runCases } from '../run-cases.ts';
import { summarise } from '../statistics.ts';
import { type Load, measureLoad } from './load.ts';
import { serviceRequests, type ServiceRequest } from './requests.ts';

/** Services that run in a process of their own. */
export interface RunningServices {
  /** Such as `http://127.0.0.1:8080`. */
  readonly address: string;
  stop(): void;
}

/** How the services are measured. */
export interface ServiceBenchmarkOptions extends BenchmarkOptions {
  /** Starts the services on any free port. */
  readonly start: () => Promise<RunningServices>;
}

interface ServiceCase {
  readonly request: ServiceRequest;
  readonly concurrency: number;
}

const concurrencies = [1, 8, 32] as const;
const thorough = { fewest: 100, budgetMs: 5000 };
const quick = { fewest: 10, budgetMs: 300 };
/** Requests before the clock counts: workers start, and the engine compiles. */
const warmUp = { fewest: 10, budgetMs: 1000 };

const method =
  'services in one process, requests from another over connections that stay open; the latency of ' +
  'a request ends with the last byte of its answer; every answer checked; so many requests in ' +
  'flight at any time; after a warm-up; median, 10th and 90th percentile of the latencies';

/** Nobody else offers these services as a server. */
const peers: readonly PeerStatus[] = [];

async function runCase(
  address: string,
  { request, concurrency }: ServiceCase,
  options: BenchmarkOptions,
): Promise<CaseResult> {
  const pace = options.quick ? quick : thorough;
  const load: Load = { concurrency, ...pace };
  const shape = shapeOf(concurrency);
  await measureLoad(address, request, { concurrency, ...warmUp }, options.signal);
  const measured = await measureLoad(address, request, load, options.signal);
  if (typeof measured === 'string') {
    return { rows: [], refused: [{ name: request.name, shape, peer: 'Onebit', reason: measured }] };
  }
  const perSecond = Math.round(measured.perSecond * 10) / 10;
  return {
    rows: [
      {
        name: request.name,
        shape,
        ms: summarise(measured.latencies),
        method: 'HTTP/1.1',
        peer: null,
        peerMethod: null,
        peerMs: null,
        ratio: null,
        perSecond: { what: 'requests', ours: perSecond, peer: null },
      },
    ],
    refused: [],
  };
}

const shapeOf = (concurrency: number): string => `${concurrency} at once`;

/**
 * Measures how long the HTTP services take to answer and how much they answer a second, with one,
 * eight and 32 requests in flight.
 *
 * @throws the signal's reason when aborted
 */
export async function benchmarkServices(options: ServiceBenchmarkOptions): Promise<Report> {
  const services = await options.start();
  return runCases(
    {
      name: 'services',
      method,
      cases: serviceRequests(options.seed ?? defaultSeed).flatMap((request) =>
        concurrencies.map((concurrency): ServiceCase => ({ request, concurrency })),
      ),
      peers,
      describe: ({ request, concurrency }) => `${request.name} ${shapeOf(concurrency)}`,
      run: (one) => runCase(services.address, one, options),
      stop: () => services.stop(),
    },
    options,
  );
}
