import type { Response } from 'express';

/** What a task answers with: a body and the headers that describe it. */
export interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Sends an answer; its `Content-Type` stands among the headers. */
export function respond(response: Response, { headers, body }: Answer): void {
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers)) {
    response.appendHeader(name, value);
  }
  response.setHeader('Content-Length', body.length);
  response.status(200).end(body);
}
