import { OnebitError } from '@onebit/errors';

/**
 * The port that a text names.
 *
 * @param text - the environment's `PORT`, for one
 * @param otherwise - the port where the text is empty or undefined
 * @throws OnebitError `value-invalid` for what is not a port
 *
 * @example
 * ```ts
 * import { readPort } from '@onebit/http-service';
 * console.log(readPort('9000', 8080)); // 9000
 * console.log(readPort(undefined, 8080)); // 8080
 * ```
 */
export function readPort(text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') {
    return otherwise;
  }
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) {
    throw new OnebitError('value-invalid', {
      expected: 'a port from 0 to 65535',
      received: JSON.stringify(text.slice(0, 100)),
      hint: `Leave PORT out for ${String(otherwise)}, or set it to 0 for any free port.`,
    });
  }
  return port;
}
