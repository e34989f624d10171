import { OnebitError } from '@onebit/errors';
import type { Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Limits } from '../limits.ts';
import { PROBLEM_TYPE, toProblem } from '../problems/problem.ts';

function explain(code: string | undefined, limits: Limits): OnebitError {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new OnebitError('header-too-large', {
      expected: `at most ${String(limits.headerBytes)} bytes of headers`,
      received: 'more',
      hint: 'Send fewer or shorter headers, and long input in the body.',
    });
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new OnebitError('request-timeout', {
      expected: `all headers within ${String(limits.headersTimeoutMs)} ms and the whole request within ${String(limits.requestTimeoutMs)} ms`,
      received: 'less by then',
      hint: 'Send the request over a faster connection.',
    });
  }
  return new OnebitError('request-malformed', {
    expected: 'a well-formed HTTP/1.1 request',
    received: code ?? 'something else',
    hint: 'Use an HTTP client library.',
  });
}

/**
 * Answers what Node's HTTP parser refuses before there is a request, in the same form as every other
 * problem. A connection whose answer has begun is cut instead: bytes after it would belong to it.
 */
export function answerClientErrors(server: Server, limits: Limits): void {
  const answers = new WeakMap<Socket, ServerResponse>();
  server.on('request', (request, response) => {
    answers.set(request.socket, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket;
    const begun = answers.get(socket);
    const halfSent = begun !== undefined && begun.headersSent && !begun.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || halfSent) {
      socket.destroy();
      return;
    }
    const problem = toProblem(explain(error.code, limits));
    const body = JSON.stringify(problem);
    socket.end(
      [
        `HTTP/1.1 ${String(problem.status)} ${STATUS_CODES[problem.status] ?? ''}`,
        `Content-Type: ${PROBLEM_TYPE}`,
        `Content-Length: ${String(Buffer.byteLength(body))}`,
        'Cache-Control: no-store',
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  });
}
