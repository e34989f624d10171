import type { IncomingMessage, ServerResponse } from 'node:http';

const waiting = new WeakSet<IncomingMessage>();

/** Remembers that the client waits for `100 Continue` before it sends the body. */
export function holdUpload(request: IncomingMessage): void {
  waiting.add(request);
}

/** Tells a waiting client to send the body: only now is it certain that somebody will read it. */
export function continueUpload(request: IncomingMessage, response: ServerResponse): void {
  if (waiting.delete(request)) {
    response.writeContinue();
  }
}

/** Whether the client still waits, so that no body of it is under way. */
export function uploadHeld(request: IncomingMessage): boolean {
  return waiting.has(request);
}
