import { OnebitError } from '@onebit/errors';

/** @throws OnebitError `aborted` once the signal was given */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new OnebitError('aborted', {
    expected: 'the training to go on',
    received: 'an abort signal',
    hint: 'Start the training again.',
    cause: signal.reason,
  });
}
