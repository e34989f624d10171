import { pngOfRows } from '../png.ts';

/** A small image that every good request uses. */
export const image = pngOfRows(['.........', '.###...#.', '.###.....', '.###.....', '.........']);

/** What is sent; a good image to a good address unless said. */
interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly body?: () => BodyInit | undefined;
}

/** A request that has to be refused, and how. */
export interface BadRequest extends Sent {
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly expected: RegExp;
  readonly received: RegExp;
  readonly hint: RegExp;
  readonly position?: number;
}

/** A row of the tables of refusals: what is wrong, and what the problem has to say. */
export function refused(
  name: string,
  status: number,
  code: string,
  [expected, received, hint]: readonly [expected: RegExp, received: RegExp, hint: RegExp],
  sent: Sent & { readonly position?: number } = {},
): BadRequest {
  return { name, status, code, expected, received, hint, ...sent };
}

/** The task's own address. */
export const route = '/v1/morphological-filtering';

/** The address with a query. */
export const query = (text: string): string => `${route}?${text}`;

/** Sends a bad request to a service. */
export function send(address: string, bad: BadRequest): Promise<Response> {
  const { path = query('sequence=open:square3'), method = 'POST', type = 'image/png' } = bad;
  const body = bad.body ? bad.body() : new Uint8Array(image);
  return fetch(`${address}${path}`, {
    method,
    headers: { ...(type === '' ? {} : { 'Content-Type': type }), ...bad.headers },
    ...(body === undefined ? {} : { body }),
    // A stream as body may be answered before it ends.
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit);
}
