import { useCallback, useEffect, useReducer, useRef, type Dispatch } from 'react';
import { problemOf } from '../../ui/problem.ts';
import type { Runner } from '../../ui/runner.ts';
import { EmotionClient } from '../run/emotion-client.ts';
import { previewOf } from './layout.ts';
import { ResultTable } from './result-table.ts';
import { reduceBatch, startBatch, type BatchAction, type BatchState } from './state.ts';

/** Milliseconds between two looks at the progress: a part takes less than a frame. */
const look = 100;

export interface Batch {
  readonly state: BatchState;
  readonly dispatch: Dispatch<BatchAction>;
  readonly open: (file: File) => void;
  /** Looks at the file again, with or without a heading. */
  readonly look: (heading: boolean) => void;
  readonly start: () => void;
  readonly cancel: () => void;
}

/** Classifies a file in a worker of its own, beside the text that is typed. */
export function useBatch(model: string, runner: Runner): Batch {
  const [state, dispatch] = useReducer(reduceBatch, startBatch);
  const client = useRef<EmotionClient | null>(null);
  useEffect(() => () => client.current?.dispose(), []);
  const { chosen } = state;
  // A large file that was opened first may be looked at last.
  const opened = useRef<File | null>(null);

  const open = useCallback((file: File) => {
    client.current?.dispose();
    opened.current = file;
    const { name } = file;
    previewOf(file, name).then(
      (preview) => {
        if (opened.current !== file) return;
        dispatch({ type: 'file-chosen', chosen: { name, file, preview, layout: preview.layout } });
      },
      (error: unknown) => {
        if (opened.current !== file) return;
        dispatch({ type: 'file-refused', name, problem: problemOf(error) });
      },
    );
  }, []);

  const lookAgain = (heading: boolean) => {
    if (!chosen) return;
    void previewOf(chosen.file, chosen.name, heading).then((preview) => {
      if (opened.current !== chosen.file) return;
      // The heading says what the columns are called, not which of them was chosen.
      const { column } = chosen.layout.kind === 'table' ? chosen.layout : { column: 0 };
      const layout =
        preview.layout.kind === 'table' ? { ...preview.layout, column } : preview.layout;
      dispatch({ type: 'layout-chosen', layout, preview });
    });
  };

  const start = () => {
    if (!chosen) return;
    client.current?.dispose();
    dispatch({ type: 'asked' });
    let table: ResultTable | undefined;
    let seen = 0;
    client.current = new EmotionClient({
      onModel: (info) => {
        table = new ResultTable(info.labels.length);
        dispatch({ type: 'started', table, info, chosen });
      },
      onRows: (rows, share) => {
        table?.add(rows);
        if (performance.now() - seen < look) return;
        seen = performance.now();
        dispatch({ type: 'progressed', share });
      },
      onDone: () => {
        dispatch({ type: 'finished' });
      },
      onFailed: (problem) => {
        dispatch({ type: 'failed', problem });
      },
    });
    client.current.classify({ file: chosen.file, layout: chosen.layout, model, runner });
  };

  const cancel = () => {
    client.current?.dispose();
    dispatch({ type: 'cancelled' });
  };

  return { state, dispatch, open, look: lookAgain, start, cancel };
}
