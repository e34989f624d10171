import { OnebitError } from '@onebit/errors';

/** The file ends before what it declares. */
export function truncated(expected: string, received: string, position?: number): OnebitError {
  return new OnebitError('image-truncated', {
    expected,
    received,
    hint: 'The file was cut off: fetch or export it again.',
    ...(position === undefined ? {} : { position }),
  });
}

/** The file contradicts its own format. */
export function unreadable(
  expected: string,
  received: string,
  detail: { position?: number; cause?: unknown } = {},
): OnebitError {
  return new OnebitError('image-unreadable', {
    expected,
    received,
    hint: 'The file is damaged or not an image: open it in an image viewer and export it again.',
    ...detail,
  });
}

/** The caller gave up. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new OnebitError('aborted', {
      expected: 'the work to go on',
      received: 'an abort signal',
      hint: 'Start it again if the result is still wanted.',
      cause: signal.reason,
    });
  }
}
