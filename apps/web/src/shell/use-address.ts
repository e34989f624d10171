import { useEffect } from 'react';
import { readAddress, type Address } from './address.ts';

/** How a page's state stands in the address. */
export interface Addressing<State, Restored> {
  readonly task: string;
  readonly stateAddress: (state: State) => string;
  readonly readState: (asked: Address) => Restored;
  /** Milliseconds without a change after which the address follows; at once where absent. */
  readonly pause?: number;
}

/** Keeps the address and a page's state in step, both ways. */
export function useAddress<State, Restored>(
  state: State,
  dispatch: (action: { readonly type: 'restored'; readonly restored: Restored }) => void,
  { task, stateAddress, readState, pause }: Addressing<State, Restored>,
): void {
  const address = stateAddress(state);
  useEffect(() => {
    if (address === location.hash) return;
    const follow = () => {
      history.replaceState(null, '', address);
    };
    if (pause === undefined) {
      follow();
      return;
    }
    const timer = setTimeout(follow, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [address, pause]);

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
  }, [dispatch, task, readState]);
}
