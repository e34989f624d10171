import type { IncomingMessage } from 'node:http';

const DISCARD_MS = 5_000;
const DISCARD_BYTES = 64 * 1024 * 1024;

/**
 * Reads and forgets what is left of a request that was answered early. Closing the connection at
 * once would reset it, and the client would lose the answer that tells what was wrong; reading on
 * without end would let a client feed the service for ever. So: 64 MiB or 5 s, then the line is cut.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) {
    return;
  }
  let bytes = 0;
  const cut = () => {
    request.socket.destroy();
  };
  const timer = setTimeout(cut, DISCARD_MS).unref();
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DISCARD_BYTES) {
      cut();
    }
  });
  request.once('close', () => {
    clearTimeout(timer);
  });
  request.on('error', () => {
    clearTimeout(timer);
  });
  request.resume();
}
