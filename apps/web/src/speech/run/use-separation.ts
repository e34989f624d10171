import { useCallback, useEffect, useRef, type Dispatch } from 'react';
import { problemOf } from '../../ui/problem.ts';
import { findSample } from '../source/samples.ts';
import type { Action } from '../state/reducer.ts';
import type { Source, State } from '../state/state.ts';
import { pageSound } from './decode.ts';
import type { MaskChoice, Outcome, Progress, Recording } from './protocol.ts';
import { separateByService } from './service.ts';
import { SeparationWorker } from './separation-worker.ts';

/** Milliseconds without a change after which the recording is separated anew. */
const pause = 160;

/** Tells recordings apart. */
let recordings = 0;

async function recordingOf(source: Source): Promise<Recording> {
  const file =
    source.kind === 'file'
      ? source.file
      : await (await fetch(findSample(source.id)!.address)).blob();
  const sound = await pageSound(file);
  return { id: ++recordings, file, ...(sound && { sound }) };
}

/**
 * Separates the recording whenever something that the result depends on has changed.
 *
 * @returns a function that stops the work
 */
export function useSeparation(state: State, dispatch: Dispatch<Action>): () => void {
  const worker = useRef<SeparationWorker | null>(null);
  const running = useRef<AbortController | null>(null);
  const read = useRef<{ readonly source: Source; readonly recording: Recording } | null>(null);
  useEffect(() => {
    worker.current = new SeparationWorker();
    return () => {
      running.current?.abort();
      worker.current?.dispose();
    };
  }, []);

  const { source, settings, attempt } = state;
  const { mask, confidence, runner } = settings;
  useEffect(() => {
    const work = async (signal: AbortSignal): Promise<Outcome> => {
      const onProgress = (progress: Progress) => {
        if (!signal.aborted) dispatch({ type: 'run-progressed', progress });
      };
      const choice: MaskChoice = {
        mask,
        ...(confidence !== null && { confidence: confidence / 100 }),
      };
      if (read.current?.source !== source) {
        read.current = { source, recording: await recordingOf(source) };
      }
      const { recording } = read.current;
      signal.throwIfAborted();
      if (runner === 'browser')
        return worker.current!.run({ recording, choice }, signal, onProgress);
      const started = performance.now();
      const archive = await separateByService(recording.file, choice, signal, onProgress);
      const took = (performance.now() - started) / 1000;
      return {
        ...(await worker.current!.run({ recording, choice, archive }, signal, onProgress)),
        took,
      };
    };
    const controller = new AbortController();
    const { signal } = controller;
    const start = () => {
      running.current = controller;
      dispatch({ type: 'run-started' });
      work(signal).then(
        (outcome) => {
          if (!signal.aborted) dispatch({ type: 'run-finished', outcome });
        },
        (error: unknown) => {
          if (!signal.aborted) dispatch({ type: 'run-failed', problem: problemOf(error) });
        },
      );
    };
    const timer = setTimeout(start, confidence === null ? 0 : pause);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [source, mask, confidence, runner, attempt, dispatch]);

  return useCallback(() => {
    running.current?.abort();
    dispatch({ type: 'run-cancelled' });
  }, [dispatch]);
}
