import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { decodeText } from './decode-text.ts';

/**
 * Lines of a stream, without their ends. Reading begins with the first line that is asked for.
 *
 * @param name - of the stream, for errors
 * @throws OnebitError `texts-unreadable` where it is no text
 */
export async function* linesOf(stream: Readable, name: string): AsyncGenerator<string> {
  yield* createInterface({ input: Readable.from(decodeText(stream, name)), crlfDelay: Infinity });
}
