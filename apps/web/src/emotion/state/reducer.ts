import type { Problem } from '../../ui/problem.ts';
import type { Runner } from '../../ui/runner.ts';
import type { ModelInfo, Reading, View } from '../run/protocol.ts';
import { knownThresholds } from './known-thresholds.ts';
import { nothingMoved, startState, type Restored, type State } from './state.ts';

/** Everything that can happen to the text and the settings. */
export type Action =
  | { readonly type: 'typed'; readonly text: string }
  | { readonly type: 'model-chosen'; readonly model: string }
  | { readonly type: 'runner-chosen'; readonly runner: Runner }
  | { readonly type: 'view-chosen'; readonly view: View }
  | { readonly type: 'name-chosen'; readonly name: string }
  | { readonly type: 'threshold-moved'; readonly key: string; readonly threshold: number }
  | { readonly type: 'threshold-reset'; readonly key: string }
  | { readonly type: 'thresholds-reset' }
  | { readonly type: 'restored'; readonly restored: Restored }
  | { readonly type: 'model-loaded'; readonly info: ModelInfo }
  | { readonly type: 'run-started' }
  | { readonly type: 'run-finished'; readonly reading: Reading }
  | { readonly type: 'run-failed'; readonly problem: Problem }
  | { readonly type: 'run-again' };

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'typed':
      return { ...state, text: action.text };
    case 'model-chosen':
      return { ...state, model: action.model };
    case 'runner-chosen':
      return { ...state, runner: action.runner };
    case 'view-chosen':
      return { ...state, view: action.view, chosen: null };
    case 'name-chosen':
      // A second choice of the same name gives it back to the likeliest.
      return { ...state, chosen: state.chosen === action.name ? null : action.name };
    case 'threshold-moved':
      return withMoved(state, { ...state.moved[state.view], [action.key]: action.threshold });
    case 'threshold-reset': {
      const { [action.key]: _, ...rest } = state.moved[state.view];
      return withMoved(state, rest);
    }
    case 'thresholds-reset':
      return { ...state, moved: nothingMoved };
    case 'restored': {
      const restored = { ...startState(action.restored), models: state.models };
      return withKnownThresholds({ ...restored, reading: state.reading });
    }
    case 'model-loaded': {
      const models = { ...state.models, [action.info.id]: action.info };
      return withKnownThresholds({ ...state, models });
    }
    case 'run-started':
      return { ...state, run: { state: 'running' } };
    case 'run-finished':
      return { ...state, run: { state: 'idle' }, reading: action.reading };
    case 'run-failed':
      // Bars and words of an earlier text would pass for those of this one.
      return { ...state, run: { state: 'failed', problem: action.problem }, reading: null };
    case 'run-again':
      return { ...state, attempt: state.attempt + 1 };
  }
}

/** Drops thresholds of names that do not exist, as soon as the model says which do. */
function withKnownThresholds(state: State): State {
  if (!state.models[state.model]) return state;
  return { ...state, moved: knownThresholds(state.moved, Object.values(state.models)) };
}

function withMoved(state: State, moved: Readonly<Record<string, number>>): State {
  return { ...state, moved: { ...state.moved, [state.view]: moved } };
}
