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
  readonly chosen: Chosen | null;
  readonly progress: Progress;
  readonly results: Results | null;
  /** The page of the table that is shown, from 0. */
  readonly page: number;
}

export type BatchAction =
  | { readonly type: 'file-chosen'; readonly chosen: Chosen }
  | { readonly type: 'layout-chosen'; readonly layout: Layout; readonly preview?: Preview }
  | { readonly type: 'started'; readonly table: ResultTable; readonly info: ModelInfo }
  | { readonly type: 'progressed'; readonly share: number }
  | { readonly type: 'finished' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'page-chosen'; readonly page: number };

export const startBatch: BatchState = {
  chosen: null,
  progress: { state: 'waiting' },
  results: null,
  page: 0,
};

export function reduceBatch(state: BatchState, action: BatchAction): BatchState {
  switch (action.type) {
    case 'file-chosen':
      return { ...startBatch, chosen: action.chosen };
    case 'layout-chosen': {
      const { layout, preview } = action;
      const chosen = state.chosen && { ...state.chosen, layout, ...(preview && { preview }) };
      return { ...state, chosen };
    }
    case 'started': {
      const { chosen } = state;
      if (!chosen) return state;
      const { table, info } = action;
      return {
        chosen,
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
    case 'failed':
      return withLength({ ...state, progress: { state: 'failed', problem: action.problem } });
    case 'page-chosen':
      return { ...state, page: action.page };
  }
}

function withLength(state: BatchState): BatchState {
  const { results } = state;
  return { ...state, results: results && { ...results, length: results.table.length } };
}
