import { once } from 'node:events';
import { OnebitError } from '@onebit/errors';
import {
  type LineBlock,
  type Platform,
  readLines,
  type TaskEndpoint,
  toProblem,
  type WorkerPool,
} from '@onebit/http-service';
import type { ClassifyLinesInput } from './classify-lines.ts';
import type { LineWishes } from './request-body.ts';
import { linesMissing, MAX_TEXTS } from './task.ts';

type Exchange = Parameters<TaskEndpoint['accept']>;

/** Milliseconds between two tries to get a worker. */
const PATIENCE = 200;
/** How often a stream under way tries to get a worker before it gives up. */
const TRIES = 50;

/**
 * Answers lines with lines while the body still comes. What is in memory is bounded: the next block of
 * lines is read when the answers to the last one have been taken up by the connection.
 */
export async function streamLines(
  [request, response]: Exchange,
  wishes: LineWishes,
  pool: WorkerPool,
  platform: Platform,
): Promise<void> {
  const { limits, admission } = platform;
  const longest = limits.textBytes;
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort(
      new OnebitError('aborted', {
        expected: 'the answer to be waited for',
        received: 'a client that went away',
        hint: 'Send the lines again.',
      }),
    );
  });

  const classify = (block: LineBlock): Promise<Uint8Array> => {
    const { jsonDepth } = limits;
    const input: ClassifyLinesInput = { ...block, longest, jsonDepth, wishes };
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(limits.workMs)]);
    // Each block waits for its turn: a long stream holds no worker between two blocks.
    return admission.run('small', signal, () =>
      pool.run<Uint8Array>({ handler: 'classifyLines', input }, { signal }),
    );
  };

  /** A stream that has begun can wait for a worker: its client is slowed down, not refused. */
  const classifyPatiently = async (block: LineBlock): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await classify(block);
      } catch (error) {
        const busy = error instanceof OnebitError && error.code === 'overloaded';
        if (!busy || !response.headersSent || attempt === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, PATIENCE));
      }
    }
  };

  let line = 1;
  try {
    const sizes = { longest, together: MAX_TEXTS };
    for await (const block of readLines(request, response, sizes, platform)) {
      line = block.first;
      const answer = await classifyPatiently(block);
      // Blank lines have no answer.
      if (answer.length === 0) continue;
      if (!response.headersSent) {
        response.status(200);
        response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
        // Packing would hold lines back until there are many.
        response.setHeader('Cache-Control', 'no-store, no-transform');
      }
      if (!response.write(answer)) await once(response, 'drain', { signal: gone.signal });
    }
    if (!response.headersSent) throw linesMissing();
    response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    if (gone.signal.aborted) return;
    // The status is sent already, so the last line says from where on there is no answer.
    response.end(`${JSON.stringify({ line, error: toProblem(error) })}\n`);
  }
}
