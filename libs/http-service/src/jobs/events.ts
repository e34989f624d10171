import type { Request, Response } from 'express';
import type { Job } from './job.ts';

const HEARTBEAT_MS = 15_000;

/**
 * Streams a job's changes as server-sent events: its state now, then every change, and the end of
 * the stream after the final state. A client that reconnects needs no history: each event holds the
 * whole job.
 */
export function streamEvents(_request: Request, response: Response, job: Job): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  let id = 0;
  const send = () => {
    const name = job.finished ? job.state : 'progress';
    response.write(`id: ${String(++id)}\nevent: ${name}\ndata: ${JSON.stringify(job.view())}\n\n`);
    if (job.finished) {
      response.end();
    }
  };
  const heartbeat = setInterval(() => {
    response.write(': still here\n\n');
  }, HEARTBEAT_MS).unref();
  const unlisten = job.listen(send);
  response.once('close', () => {
    clearInterval(heartbeat);
    unlisten();
  });
  send();
}
