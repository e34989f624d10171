import type { Problem } from '../../ui/problem.ts';
import type { PageModel } from '../learned/models.ts';
import { keepThumbnails, withoutThumbnails } from '../run/thumbnails.ts';
import type { Outcome, Progress } from '../run/protocol.ts';
import { findSample } from '../samples/catalogue.ts';
import { change, redo, settle, type as typeInto, undo } from './history.ts';
import type { Settings } from './settings.ts';
import { startState, type Restored, type State } from './state.ts';

/** Everything that can happen on the page. */
export type Action =
  | { readonly type: 'sample-chosen'; readonly id: string }
  | { readonly type: 'file-chosen'; readonly name: string; readonly file: Blob }
  | { readonly type: 'sequence-typed'; readonly text: string }
  | { readonly type: 'sequence-settled' }
  | { readonly type: 'sequence-chosen'; readonly text: string }
  | { readonly type: 'model-added'; readonly model: PageModel }
  | { readonly type: 'undone' }
  | { readonly type: 'redone' }
  | { readonly type: 'settings-changed'; readonly settings: Partial<Settings> }
  | { readonly type: 'step-shown'; readonly through: number | null }
  | { readonly type: 'restored'; readonly restored: Restored }
  | { readonly type: 'run-started' }
  | { readonly type: 'run-progressed'; readonly progress: Progress }
  | { readonly type: 'run-finished'; readonly outcome: Outcome }
  | { readonly type: 'run-failed'; readonly problem: Problem }
  | { readonly type: 'run-cancelled' }
  | { readonly type: 'run-again' };

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'sample-chosen': {
      const sample = findSample(action.id);
      if (!sample) return state;
      return {
        ...state,
        source: { kind: 'sample', id: sample.id },
        history: change(state.history, sample.sequence),
        settings: { ...state.settings, foreground: 'auto' },
        outcome: withoutThumbnails(state.outcome),
        through: null,
      };
    }
    case 'file-chosen':
      return {
        ...state,
        source: { kind: 'file', name: action.name, file: action.file },
        settings: { ...state.settings, foreground: 'auto' },
        outcome: withoutThumbnails(state.outcome),
      };
    case 'sequence-typed':
      return { ...state, history: typeInto(state.history, action.text), through: null };
    case 'sequence-settled':
      return { ...state, history: settle(state.history) };
    case 'sequence-chosen':
      return { ...state, history: change(state.history, action.text), through: null };
    case 'model-added': {
      const others = state.models.filter(({ name }) => name !== action.model.name);
      return { ...state, models: [...others, action.model] };
    }
    case 'undone':
      return { ...state, history: undo(state.history), through: null };
    case 'redone':
      return { ...state, history: redo(state.history), through: null };
    case 'settings-changed':
      return {
        ...state,
        settings: { ...state.settings, ...action.settings },
        // How before and after are shown changes nothing in them.
        outcome:
          action.settings.view === undefined ? withoutThumbnails(state.outcome) : state.outcome,
      };
    case 'step-shown':
      return { ...state, through: action.through };
    case 'restored':
      return {
        ...startState({ models: state.models, ...action.restored }),
        outcome: withoutThumbnails(state.outcome),
        attempt: state.attempt,
      };
    case 'run-started':
      return { ...state, run: { state: 'running', progress: { stage: 'start', share: 0 } } };
    case 'run-progressed':
      return state.run.state === 'running'
        ? { ...state, run: { state: 'running', progress: action.progress } }
        : state;
    case 'run-finished':
      return {
        ...state,
        run: { state: 'idle' },
        outcome: keepThumbnails(state.outcome, action.outcome),
      };
    case 'run-failed':
      return { ...state, run: { state: 'failed', problem: action.problem } };
    case 'run-cancelled':
      return { ...state, run: { state: 'cancelled' } };
    case 'run-again':
      return { ...state, attempt: state.attempt + 1 };
  }
}
