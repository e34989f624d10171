import type { ServiceRequest } from './requests.ts';

/** How long and how hard a service is asked. */
export interface Load {
  /** Requests in flight at any time. */
  readonly concurrency: number;
  /** Requests that count at least. */
  readonly fewest: number;
  /** Asking goes on until this many milliseconds have passed. */
  readonly budgetMs: number;
}

/** What a load measured: from sending a request to the last byte of its answer. */
export interface Measured {
  readonly latencies: readonly number[];
  readonly perSecond: number;
}

/**
 * Keeps so many requests in flight over connections that stay open; each answer is followed at once
 * by the next request.
 *
 * @param address - of the service, such as `http://127.0.0.1:8080`
 * @returns the latencies, or why an answer was wrong
 */
export async function measureLoad(
  address: string,
  request: ServiceRequest,
  { concurrency, fewest, budgetMs }: Load,
  signal?: AbortSignal,
): Promise<Measured | string> {
  const latencies: number[] = [];
  let fault: string | undefined;
  const start = performance.now();
  const goesOn = (): boolean =>
    fault === undefined && (latencies.length < fewest || performance.now() - start < budgetMs);
  const client = async (): Promise<void> => {
    while (goesOn()) {
      signal?.throwIfAborted();
      const sent = performance.now();
      const answer = await ask(address, request, signal);
      const latency = performance.now() - sent;
      if (typeof answer === 'string') fault = answer;
      else latencies.push(latency);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  if (fault !== undefined) return fault;
  return { latencies, perSecond: (1000 * latencies.length) / (performance.now() - start) };
}

/** Sends one request and checks its answer. */
export async function ask(
  address: string,
  { path, headers, body, wrong }: ServiceRequest,
  signal?: AbortSignal,
): Promise<Uint8Array | string> {
  const response = await fetch(`${address}${path}`, {
    method: 'POST',
    headers,
    body,
    ...(signal && { signal }),
  });
  const answer = new Uint8Array(await response.arrayBuffer());
  if (response.status !== 200) return `status ${response.status}`;
  return wrong(answer) ?? answer;
}
