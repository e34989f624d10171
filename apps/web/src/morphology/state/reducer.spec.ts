import { describe, expect, it } from 'vitest';
import type { Outcome } from '../run/protocol.ts';
import { findSample } from '../samples/catalogue.ts';
import { reduce } from './reducer.ts';
import { startState } from './state.ts';

const start = startState({ settings: {} });

describe('the reducer', () => {
  it('brings a sample with its sequence, which can be undone', () => {
    const state = reduce(start, { type: 'sample-chosen', id: 'barcode' });
    expect(state.source).toEqual({ kind: 'sample', id: 'barcode' });
    expect(state.history.present).toBe(findSample('barcode')?.sequence);
    expect(reduce(state, { type: 'undone' }).history.present).toBe(start.history.present);
  });

  it('keeps the sequence for an image of the visitor’s', () => {
    const state = reduce(start, { type: 'file-chosen', name: 'a.png', file: new Blob() });
    expect(state.history).toBe(start.history);
    expect(state.source.kind).toBe('file');
  });

  it('ignores a sample that does not exist', () => {
    expect(reduce(start, { type: 'sample-chosen', id: 'nothing' })).toBe(start);
  });

  it('shows the whole sequence again once it changes', () => {
    const shown = reduce(start, { type: 'step-shown', through: 1 });
    expect(shown.through).toBe(1);
    expect(reduce(shown, { type: 'sequence-typed', text: 'open:disk9' }).through).toBeNull();
    expect(reduce(shown, { type: 'sequence-chosen', text: 'open:disk9' }).through).toBeNull();
  });

  it('keeps the last result while the next is worked on, and where it fails', () => {
    const outcome = { sequence: 'open:disk1' } as Outcome;
    const done = reduce(start, { type: 'run-finished', outcome });
    const running = reduce(done, { type: 'run-started' });
    expect(running.outcome).toBe(outcome);
    const failed = reduce(running, { type: 'run-failed', problem: { title: 'No' } });
    expect(failed.outcome).toBe(outcome);
    expect(failed.run).toEqual({ state: 'failed', problem: { title: 'No' } });
  });

  it('takes no progress of work that was cancelled', () => {
    const cancelled = reduce(start, { type: 'run-cancelled' });
    const progress = { stage: 'filter', share: 0.5 } as const;
    expect(reduce(cancelled, { type: 'run-progressed', progress })).toBe(cancelled);
  });
});
