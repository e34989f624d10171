import { OnebitError } from '@onebit/errors';

/** Throws where the caller has asked for the work to stop. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortedBy(signal);
}

/** The error by which an aborted call ends. */
export const abortedBy = (signal: AbortSignal): OnebitError =>
  new OnebitError('aborted', {
    expected: 'the classification to go on',
    received: 'an abort signal',
    hint: 'Call again for the result.',
    cause: signal.reason,
  });
