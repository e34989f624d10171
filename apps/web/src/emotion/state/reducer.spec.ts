import { describe, expect, it } from 'vitest';
import type { ModelInfo, Reading } from '../run/protocol.ts';
import { reduce, type Action } from './reducer.ts';
import { startState, type State } from './state.ts';

const start = startState({});
const after = (state: State, ...actions: Action[]): State => actions.reduce(reduce, state);

describe('the reducer', () => {
  it('moves thresholds of labels and of groups apart, though names are the same', () => {
    const state = after(
      start,
      { type: 'threshold-moved', key: 'joy', threshold: 0.4 },
      { type: 'view-chosen', view: 'groups' },
      { type: 'threshold-moved', key: 'joy', threshold: 0.7 },
    );
    expect(state.moved).toEqual({ labels: { joy: 0.4 }, groups: { joy: 0.7 } });
    expect(after(state, { type: 'threshold-reset', key: 'joy' }).moved).toEqual({
      labels: { joy: 0.4 },
      groups: {},
    });
    expect(after(state, { type: 'thresholds-reset' }).moved).toEqual({ labels: {}, groups: {} });
  });

  it('gives the words back to the likeliest label when the chosen one is chosen again', () => {
    const joy = { type: 'name-chosen', name: 'joy' } as const;
    const chosen = after(start, joy);
    expect(chosen.chosen).toBe('joy');
    expect(after(chosen, joy).chosen).toBeNull();
    expect(after(chosen, { type: 'view-chosen', view: 'groups' }).chosen).toBeNull();
  });

  it('keeps the last answer while the next is worked on, and drops it where that fails', () => {
    const reading = { text: 'x' } as Reading;
    const done = after(start, { type: 'run-finished', reading });
    const running = after(done, { type: 'run-started' });
    expect(running.reading).toBe(reading);
    const failed = after(running, { type: 'run-failed', problem: { title: 'No' } });
    expect(failed.reading).toBeNull();
    expect(failed.run).toEqual({ state: 'failed', problem: { title: 'No' } });
  });

  it('drops thresholds of names that no loaded model has, as soon as its own model is there', () => {
    const info = (id: string, labels: readonly string[], language?: string) =>
      ({
        id,
        labels,
        groups: [{ name: 'joy', members: [0], threshold: 0.5 }],
        languages: language === undefined ? [] : [{ name: language, thresholds: [0.5] }],
      }) as unknown as ModelInfo;
    const asked = { labels: { foo: 0.3, fear: 0.2, 'fi/fear': 0.1 }, groups: { joy: 0.1, x: 1 } };
    const other: Action = { type: 'model-loaded', info: info('other', ['fear'], 'fi') };
    const own: Action = { type: 'model-loaded', info: info(start.model, ['joy', 'fear']) };
    const waiting = after(startState({ moved: asked }), other);
    expect(waiting.moved).toBe(asked);
    const known = { labels: { fear: 0.2, 'fi/fear': 0.1 }, groups: { joy: 0.1 } };
    expect(after(waiting, own).moved).toEqual(known);
    const restored: Action = { type: 'restored', restored: { moved: asked } };
    expect(after(waiting, own, restored).moved).toEqual(known);
  });

  it('forgets neither models nor bars when an address is restored', () => {
    const reading = { text: 'x' } as Reading;
    const done = after(start, { type: 'run-finished', reading }, { type: 'typed', text: 'y' });
    const restored = after(done, { type: 'restored', restored: { text: 'z' } });
    expect(restored).toMatchObject({ text: 'z', reading, models: done.models });
  });
});
