import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../run/protocol.ts';
import { ResultTable } from './result-table.ts';
import {
  reduceBatch,
  startBatch,
  type BatchAction,
  type BatchState,
  type Chosen,
} from './state.ts';

const chosen: Chosen = {
  name: 'a.txt',
  file: new Blob(['a']),
  preview: { layout: { kind: 'lines' }, columns: [], samples: [] },
  layout: { kind: 'lines' },
};
const table = new ResultTable(1);
const started: BatchAction = { type: 'started', table, info: {} as ModelInfo, chosen };
const after = (...actions: BatchAction[]): BatchState => actions.reduce(reduceBatch, startBatch);

describe('the batch', () => {
  it('shows as many rows as there were when it was told', () => {
    const running = after({ type: 'file-chosen', chosen }, started);
    table.add({
      rows: [{ number: 1, text: 'a' }],
      scores: Float32Array.of(1),
      known: Int32Array.of(1),
      languages: [undefined],
    });
    expect(running.results?.length).toBe(0);
    expect(reduceBatch(running, { type: 'progressed', share: 0.5 }).results?.length).toBe(1);
  });

  it('keeps the rows of work that was cancelled, and takes no progress of it', () => {
    const cancelled = after({ type: 'file-chosen', chosen }, started, { type: 'cancelled' });
    expect(cancelled.results?.length).toBe(1);
    expect(reduceBatch(cancelled, { type: 'progressed', share: 1 })).toBe(cancelled);
  });

  it('shows nothing beside the error of work that failed before its first row', () => {
    const problem = { title: 'No' };
    const empty: BatchAction = { ...started, table: new ResultTable(1) };
    const failed = after({ type: 'file-chosen', chosen }, empty, { type: 'failed', problem });
    expect(failed).toMatchObject({ results: null, progress: { state: 'failed', problem } });
    const later = after({ type: 'file-chosen', chosen }, started, { type: 'failed', problem });
    expect(later.results?.length).toBe(1);
    const again = [{ type: 'asked' }, { type: 'failed', problem }] as const;
    expect(after({ type: 'file-chosen', chosen }, started, ...again).results).toBeNull();
  });

  it('forgets everything but the name where a file is refused', () => {
    const problem = { title: 'No' };
    const refused: BatchAction = { type: 'file-refused', name: 'b.png', problem };
    expect(after({ type: 'file-chosen', chosen }, started, refused)).toEqual({
      ...startBatch,
      name: 'b.png',
      progress: { state: 'failed', problem },
    });
  });

  it('says at once what the beginning of a file shows to be wrong', () => {
    const problem = { title: 'No' };
    const faulty = { ...chosen, preview: { ...chosen.preview, problem } };
    expect(after({ type: 'file-chosen', chosen: faulty })).toMatchObject({
      chosen: faulty,
      progress: { state: 'failed', problem },
    });
  });

  it('forgets the results of the file before', () => {
    const again = after({ type: 'file-chosen', chosen }, started, { type: 'file-chosen', chosen });
    expect(again).toMatchObject({ results: null, progress: { state: 'waiting' } });
    expect(after(started)).toBe(startBatch);
  });
});
