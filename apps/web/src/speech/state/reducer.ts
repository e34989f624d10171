import type { Problem } from '../../ui/problem.ts';
import type { Outcome, Progress } from '../run/protocol.ts';
import { findSample } from '../source/samples.ts';
import type { Settings } from './settings.ts';
import { startState, type Restored, type State } from './state.ts';

/** Everything that can happen on the page. */
export type Action =
  | { readonly type: 'sample-chosen'; readonly id: string }
  | { readonly type: 'file-chosen'; readonly name: string; readonly file: Blob }
  | { readonly type: 'settings-changed'; readonly settings: Partial<Settings> }
  | { readonly type: 'restored'; readonly restored: Restored }
  | { readonly type: 'run-started' }
  | { readonly type: 'run-progressed'; readonly progress: Progress }
  | { readonly type: 'run-finished'; readonly outcome: Outcome }
  | { readonly type: 'run-failed'; readonly problem: Problem }
  | { readonly type: 'run-cancelled' }
  | { readonly type: 'run-again' };

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'sample-chosen':
      if (!findSample(action.id)) return state;
      return { ...state, source: { kind: 'sample', id: action.id }, outcome: null };
    case 'file-chosen': {
      const { name, file } = action;
      return { ...state, source: { kind: 'file', name, file }, outcome: null };
    }
    case 'settings-changed': {
      const { mask } = action.settings;
      // Each mask has a confidence of its own to begin with.
      const fresh = mask !== undefined && mask !== state.settings.mask && { confidence: null };
      return { ...state, settings: { ...state.settings, ...fresh, ...action.settings } };
    }
    case 'restored':
      return { ...startState(action.restored), attempt: state.attempt };
    case 'run-started':
      return { ...state, run: { state: 'running', progress: { stage: 'decode', share: 0 } } };
    case 'run-progressed':
      return state.run.state === 'running'
        ? { ...state, run: { state: 'running', progress: action.progress } }
        : state;
    case 'run-finished':
      return { ...state, run: { state: 'idle' }, outcome: action.outcome };
    case 'run-failed':
      return { ...state, run: { state: 'failed', problem: action.problem } };
    case 'run-cancelled':
      return { ...state, run: { state: 'cancelled' } };
    case 'run-again':
      return { ...state, attempt: state.attempt + 1 };
  }
}
