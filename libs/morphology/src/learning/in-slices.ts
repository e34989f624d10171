import { OnebitError } from '@onebit/errors';
import type { Slices } from '../sequence/slices.ts';

/** Longest uninterrupted piece of work, in milliseconds. */
const SLICE_MILLISECONDS = 12;

/**
 * Runs slices to their end and lets other work in between.
 *
 * @throws OnebitError `aborted` where the signal stops it
 */
export async function inSlices<Result>(
  slices: Slices<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  try {
    for (;;) {
      const started = performance.now();
      let turn = slices.next();
      while (turn.done !== true && performance.now() - started < SLICE_MILLISECONDS) {
        turn = slices.next();
      }
      if (turn.done === true) return turn.value;
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (signal?.aborted === true) {
        throw new OnebitError('aborted', {
          expected: 'the learning to go on',
          received: 'an abort signal',
          hint: 'Start it again: the same pairs and seed give the same filter.',
          cause: signal.reason,
        });
      }
    }
  } finally {
    // Lets the generators dispose of what they hold; a finished one ignores it.
    slices.return(undefined as Result);
  }
}
