import type { Response } from 'express';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** A body that lies on disk. */
export interface FileBody {
  readonly path: string;
  readonly size: number;
}

/** What a task answers with: a body and the headers that describe it. */
export interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | FileBody;
}

/** Sends an answer; its `Content-Type` stands among the headers. */
export function respond(response: Response, { headers, body }: Answer): void {
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers)) {
    response.appendHeader(name, value);
  }
  if (body instanceof Uint8Array) {
    response.setHeader('Content-Length', body.length);
    response.status(200).end(body);
    return;
  }
  response.setHeader('Content-Length', body.size);
  response.status(200);
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  // Everyone who watches a response, and the pipeline's own watchers: more than Node expects.
  response.setMaxListeners(20);
  // A client that goes away, or a file that cannot be read any more, cuts the connection.
  pipeline(createReadStream(body.path), response).catch(() => response.destroy());
}
