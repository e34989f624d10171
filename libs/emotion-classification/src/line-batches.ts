import { describeValue, OnebitError } from '@onebit/errors';
import { checkText } from './check-text.ts';
import { abortedBy, stopIfAborted } from './stop-if-aborted.ts';

/** Lines that are taken together at most. */
const TOGETHER = 64;

/**
 * The lines of a source in batches: from an asynchronous source each line as it comes, from one in
 * memory many together. What came before a line at fault, or before the source failed, comes first.
 *
 * @param lines - the source
 * @param signal - ends also the wait for a line that does not come
 * @throws OnebitError `value-invalid`, `text-too-long`, `aborted`
 */
export async function* lineBatches(
  lines: AsyncIterable<string> | Iterable<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string[], void, undefined> {
  const isAsync = isIterable(lines, Symbol.asyncIterator);
  if (!isAsync && !isIterable(lines, Symbol.iterator)) {
    throw new OnebitError('value-invalid', {
      expected: 'an iterable of strings, synchronous or not',
      received: describeValue(lines),
      hint: 'Give a list, a generator or a stream of lines; a single text goes to classify.',
    });
  }
  let waiting: string[] = [];
  try {
    for await (const line of untilAborted(lines, signal)) {
      waiting.push(checkText(line));
      if (!isAsync && waiting.length < TOGETHER) continue;
      yield waiting;
      waiting = [];
    }
  } catch (error) {
    if (signal?.aborted !== true) yield waiting;
    throw error;
  }
  yield waiting;
}

/** Whether there are lines in it. A string is none of them: its parts are characters. */
const isIterable = (lines: unknown, by: symbol): boolean =>
  typeof lines === 'object' &&
  lines !== null &&
  typeof (lines as Record<symbol, unknown>)[by] === 'function';

/** The items of a source; an abort ends the wait for the next one at once. */
async function* untilAborted<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item, void, undefined> {
  if (!signal) {
    yield* items;
    return;
  }
  const source = (async function* () {
    yield* items;
  })();
  let stop: (error: OnebitError) => void = () => undefined;
  const onAbort = (): void => stop(abortedBy(signal));
  signal.addEventListener('abort', onAbort);
  try {
    for (;;) {
      stopIfAborted(signal);
      // No race with one promise for all: that would keep a reaction of every line.
      const next = await new Promise<IteratorResult<Item, void>>((resolve, reject) => {
        stop = reject;
        source.next().then(resolve, reject);
      });
      stopIfAborted(signal);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    const ended = source.return();
    // A source that is waited for ends only when its line has come.
    if (signal.aborted) ended.catch(() => undefined);
    else await ended;
  }
}
