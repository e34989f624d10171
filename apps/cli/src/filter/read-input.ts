import { createReadStream } from 'node:fs';
import { type Readable, addAbortSignal } from 'node:stream';
import { defaultImageLimits } from '@onebit/image';
import { standardStream } from './plan.ts';

/**
 * The bytes of an input, read no further than the largest file that is accepted: a device or a pipe
 * without an end is refused by its length like any other file that is too large.
 *
 * @param input - a path, or `-` for standard input
 */
export async function readInput(
  input: string,
  signal: AbortSignal,
  stdin: Readable = process.stdin,
): Promise<Uint8Array> {
  const stream = addAbortSignal(
    signal,
    input === standardStream ? stdin : createReadStream(input),
  ) as AsyncIterable<Buffer>;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > defaultImageLimits.bytes) break;
  }
  return Buffer.concat(chunks);
}
