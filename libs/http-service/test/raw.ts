import { connect } from 'node:net';

/** Sends raw bytes to a port and gives everything that comes back until the connection ends. */
export function raw(
  port: number,
  pieces: readonly (string | Uint8Array)[],
  { end = false } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      for (const piece of pieces) {
        socket.write(piece);
      }
      if (end) {
        socket.end();
      }
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(text);
    });
  });
}

/** Status and JSON body of a raw answer. */
export function parseRaw(answer: string): { status: number; body: Record<string, unknown> } {
  const [head, body = ''] = answer.split('\r\n\r\n', 2);
  return {
    status: Number(head!.split(' ')[1]),
    body: body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {},
  };
}
