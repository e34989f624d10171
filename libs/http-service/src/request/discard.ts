import type { IncomingMessage } from 'node:http';

const DISCARD_MS = 5_000;
const DISCARD_BYTES = 64 * 1024 * 1024;

/**
 * Reads and forgets what is left of a request that was answered early, then calls `done`. Closing the
 * connection at once would reset it, and the client would lose the answer that tells what was wrong;
 * reading on without end would let a client feed the service for ever. So: 64 MiB or 5 s, then the
 * line is cut.
 */
export function discardRest(request: IncomingMessage, done: () => void): void {
  let bytes = 0;
  const cut = () => {
    request.socket.destroy();
  };
  const timer = setTimeout(cut, DISCARD_MS).unref();
  const finish = () => {
    clearTimeout(timer);
    done();
  };
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DISCARD_BYTES) {
      cut();
    }
  });
  request.once('end', finish).once('close', finish).once('error', finish);
  request.resume();
}
