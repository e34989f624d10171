import { OnebitError } from '@onebit/errors';
import type { Request, Response } from 'express';

/** The error with which work ends that took longer than `ms`. */
export function deadlineExceeded(ms: number, hint: string): OnebitError {
  return new OnebitError('deadline-exceeded', {
    expected: `the work to end within ${String(ms)} ms`,
    received: 'work that was not done by then and was stopped',
    hint,
  });
}

/** The error with which work ends that nobody waits for any more. */
export function cancelled(received: string): OnebitError {
  return new OnebitError('aborted', {
    expected: 'the work to be waited for',
    received,
    hint: 'Send the request again to start over.',
  });
}

/** A signal that can be given up. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Stops the clock; to be called when the work has ended. */
  readonly clear: () => void;
}

/**
 * The signal under which a request's work runs: it aborts when the client goes away or after `ms`.
 *
 * @param ms - milliseconds from now
 */
export function requestDeadline(_request: Request, response: Response, ms: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(
      deadlineExceeded(ms, 'Send a smaller input, or the same input to /v1/jobs/<task>.'),
    );
  }, ms);
  const onClose = () => {
    if (!response.writableFinished) {
      controller.abort(cancelled('a client that went away'));
    }
  };
  response.once('close', onClose);
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      response.off('close', onClose);
    },
  };
}
