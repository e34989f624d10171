import type { Problem } from '../../ui/problem.ts';
import type { ModelInfo } from '../run/protocol.ts';
import type { Preview } from './layout.ts';
import type { Layout } from './protocol.ts';
import type { ResultTable } from './result-table.ts';

/** A file that was chosen, and how its texts lie in it. */
export interface Chosen {
  readonly name: string;
  readonly file: Blob;
  readonly preview: Preview;
  readonly layout: Layout;
}

/** How far the file is. */
export type Progress =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly share: number }
  | { readonly state: 'done' }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly problem: Problem };

/** What came out of a file, and by which model and layout. */
export interface Results {
  readonly table: ResultTable;
  /** The table's length when this state was made: the table itself grows. */
  readonly length: number;
  readonly info: ModelInfo;
  readonly chosen: Chosen;
}

export interface BatchState {
  /** The name of the file that was opened last, be it one that cannot be read; null for none. */
  readonly name: string | null;
  readonly chosen: Chosen | null;
  readonly progress: Progress;
  readonly results: Results | null;
  /** The page of the table that is shown, from 0. */
  readonly page: number;
}

export type BatchAction =
  | { readonly type: 'file-chosen'; readonly chosen: Chosen }
  | { readonly type: 'file-refused'; readonly name: string; readonly problem: Problem }
  | { readonly type: 'layout-chosen'; readonly layout: Layout; readonly preview?: Preview }
  | { readonly type: 'asked' }
  | {
      readonly type: 'started';
      readonly table: ResultTable;
      readonly info: ModelInfo;
      readonly chosen: Chosen;
    }
  | { readonly type: 'progressed'; readonly share: number }
  | { readonly type: 'finished' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'page-chosen'; readonly page: number };

export const startBatch: BatchState = {
  name: null,
  chosen: null,
  progress: { state: 'waiting' },
  results: null,
  page: 0,
};

export function reduceBatch(state: BatchState, action: BatchAction): BatchState {
  switch (action.type) {
    case 'file-chosen': {
      const { name, preview } = action.chosen;
      const { problem } = preview;
      return {
        ...startBatch,
        name,
        chosen: action.chosen,
        ...(problem && { progress: { state: 'failed', problem } }),
      };
    }
    case 'file-refused': {
      const { name, problem } = action;
      return { ...startBatch, name, progress: { state: 'failed', problem } };
    }
    case 'layout-chosen': {
      const { layout, preview } = action;
      const chosen = state.chosen && { ...state.chosen, layout, ...(preview && { preview }) };
      return { ...state, chosen };
    }
    case 'asked':
      return { ...state, progress: { state: 'running', share: 0 }, results: null, page: 0 };
    case 'started': {
      if (!state.chosen) return state;
      const { table, info, chosen } = action;
      return {
        ...state,
        progress: { state: 'running', share: 0 },
        results: { table, length: 0, info, chosen },
        page: 0,
      };
    }
    case 'progressed':
      return state.progress.state === 'running'
        ? withLength({ ...state, progress: { state: 'running', share: action.share } })
        : state;
    case 'finished':
      return withLength({ ...state, progress: { state: 'done' } });
    case 'cancelled':
      return withLength({ ...state, progress: { state: 'cancelled' } });
    case 'failed': {
      const progress = { state: 'failed', problem: action.problem } as const;
      // Without a row there is nothing to show beside the error.
      const results = state.results?.table.length === 0 ? null : state.results;
      return withLength({ ...state, progress, results });
    }
    case 'page-chosen':
      return { ...state, page: action.page };
  }
}

function withLength(state: BatchState): BatchState {
  const { results } = state;
  return { ...state, results: results && { ...results, length: results.table.length } };
}
