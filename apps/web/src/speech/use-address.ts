import { useEffect, type Dispatch } from 'react';
import { readAddress } from '../shell/address.ts';
import { readState, stateAddress, task } from './state/address.ts';
import type { Action } from './state/reducer.ts';
import type { State } from './state/state.ts';

/** Keeps the address and the state in step, both ways. */
export function useAddress(state: State, dispatch: Dispatch<Action>): void {
  const address = stateAddress(state);
  useEffect(() => {
    if (address !== location.hash) history.replaceState(null, '', address);
  }, [address]);

  useEffect(() => {
    const restore = () => {
      const asked = readAddress(location.hash);
      if (asked.task === task && asked.parameters.size > 0) {
        dispatch({ type: 'restored', restored: readState(asked) });
      }
    };
    window.addEventListener('hashchange', restore);
    return () => {
      window.removeEventListener('hashchange', restore);
    };
  }, [dispatch]);
}
