import { OnebitError } from '@onebit/errors';
import type { Request, Response } from 'express';
import { type BodyContext, checkBody } from './body.ts';
import { continueUpload } from './expect-continue.ts';
import { type LineBlock, LineBlocks } from './line-blocks.ts';

/**
 * Reads the lines of a body as they come. Nothing is read ahead of who asks: a client that sends
 * faster than its lines are worked on is slowed down by its connection.
 *
 * @param longest - bytes of a line; a longer one is told by its number and not kept
 * @param together - lines of a block; fewer come where no more are there
 * @throws OnebitError `body-missing`, `content-type-unsupported`, `overloaded`, `aborted`
 */
export async function* readLines(
  request: Request,
  response: Response,
  { longest, together }: { readonly longest: number; readonly together: number },
  { budget }: BodyContext,
): AsyncGenerator<LineBlock> {
  checkBody(request, 'lines');
  // The most that is held of a line that has not ended, for as long as the stream lasts.
  const share = budget.open();
  response.once('close', share.release);
  share.take(longest);
  const blocks = new LineBlocks(longest, together);
  continueUpload(request, response);
  try {
    // Who stops reading still wants to answer, so the connection stays.
    const chunks: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) {
      yield* blocks.push(chunk);
      yield* blocks.flush();
    }
  } catch (error) {
    if (!request.destroyed) {
      throw error;
    }
    throw new OnebitError('aborted', {
      expected: 'the whole body',
      received: 'a connection that closed before its end',
      hint: 'Send the request again.',
      cause: error,
    });
  }
  yield* blocks.end();
}
