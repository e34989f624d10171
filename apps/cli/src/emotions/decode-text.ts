import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { OnebitError } from '@onebit/errors';

/**
 * The text of a stream in pieces: UTF-8, or UTF-16 where its mark says so.
 *
 * @param name - of the stream, for the error
 * @throws OnebitError `texts-unreadable` where the bytes are neither
 */
export async function* decodeText(stream: Readable, name: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let line = 1;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
      const text = decoder.decode(chunk, { stream: true });
      yield text;
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line += 1;
    }
    if (decoder) yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new OnebitError('texts-unreadable', {
      expected: 'text in UTF-8, or in UTF-16 with its mark',
      received: `${name}: other bytes, at line ${line} or soon after`,
      hint: 'Save the file as UTF-8, for example with iconv -t UTF-8.',
      cause: error,
    });
  }
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}
