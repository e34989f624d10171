import { useEffect, type Dispatch } from 'react';
import type { Action } from './state/reducer.ts';

/** Undo and redo of the sequence by the platform's keys, from anywhere on the page. */
export function useUndoKeys(dispatch: Dispatch<Action>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
      if (key !== 'z' && !isRedo) return;
      event.preventDefault();
      dispatch({ type: isRedo ? 'redone' : 'undone' });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [dispatch]);
}
