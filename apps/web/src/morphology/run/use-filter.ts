import { learnedNames, type Step } from '@onebit/morphology';
import { useCallback, useEffect, useRef, type Dispatch } from 'react';
import { shippedModels } from '../learned/models.ts';
import { stepsThrough } from '../sequence/parse.ts';
import type { Action } from '../state/reducer.ts';
import type { State } from '../state/state.ts';
import { FilterClient } from './filter-client.ts';

/** Milliseconds without a keystroke after which the sequence is run. */
const pause = 180;

/**
 * Runs the filter whenever something that it depends on has changed.
 *
 * @returns a function that stops the work
 */
export function useFilter(
  state: State,
  steps: readonly Step[],
  dispatch: Dispatch<Action>,
): () => void {
  const client = useRef<FilterClient | null>(null);
  useEffect(() => {
    client.current = new FilterClient();
    return () => client.current?.dispose();
  }, []);

  const { source, history, models, settings, through, attempt } = state;
  const { border, foreground, threshold, runner } = settings;
  const { typing } = history;
  const sequence = stepsThrough(steps, through);
  const called = sequence === '' ? [] : learnedNames(sequence);
  // A filter of the same name with other bytes is another filter.
  const taught = models.filter(({ name }) => called.includes(name));
  const filters = taught.map(({ file }) => file.byteLength).join();
  useEffect(() => {
    const run = () => {
      dispatch({ type: 'sequence-settled' });
      dispatch({ type: 'run-started' });
      client.current?.run(
        {
          image: source.kind === 'sample' ? { sample: source.id } : { file: source.file },
          sequence,
          models: [...shippedModels, ...models].filter(({ name }) => called.includes(name)),
          border,
          foreground,
          threshold,
          runner,
        },
        {
          onProgress: (progress) => {
            dispatch({ type: 'run-progressed', progress });
          },
          onDone: (outcome) => {
            dispatch({ type: 'run-finished', outcome });
          },
          onFailed: (problem) => {
            dispatch({ type: 'run-failed', problem });
          },
        },
      );
    };
    const timer = setTimeout(run, typing ? pause : 0);
    return () => {
      clearTimeout(timer);
    };
    // `typing` only sets the pause; its end is no reason to run again.
  }, [source, sequence, filters, border, foreground, threshold, runner, attempt, dispatch]);

  return useCallback(() => {
    client.current?.cancel();
    dispatch({ type: 'run-cancelled' });
  }, [dispatch]);
}
