import { useEffect, useRef, type Dispatch } from 'react';
import type { Action } from '../state/reducer.ts';
import type { State } from '../state/state.ts';
import { EmotionClient } from './emotion-client.ts';

/** Milliseconds without a keystroke after which the service is asked; this browser is at once. */
const pause = 150;

/** Asks anew whenever something that the answer depends on has changed. */
export function useEmotions(state: State, dispatch: Dispatch<Action>): void {
  const client = useRef<EmotionClient | null>(null);
  useEffect(() => {
    client.current = new EmotionClient({
      onModel: (info) => {
        dispatch({ type: 'model-loaded', info });
      },
      onReading: (reading) => {
        dispatch({ type: 'run-finished', reading });
      },
      onFailed: (problem) => {
        dispatch({ type: 'run-failed', problem });
      },
    });
    return () => client.current?.dispose();
  }, [dispatch]);

  const { text, model, runner, view, chosen, attempt } = state;
  useEffect(() => {
    const ask = () => {
      dispatch({ type: 'run-started' });
      client.current?.ask({ text, model, runner, view, chosen });
    };
    if (runner === 'browser') {
      ask();
      return;
    }
    const timer = setTimeout(ask, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [text, model, runner, view, chosen, attempt, dispatch]);
}
