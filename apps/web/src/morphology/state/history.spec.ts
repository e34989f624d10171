import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, redo, settle, startHistory, type, undo, type History } from './history.ts';

describe('the history of the sequence', () => {
  it('takes a burst of keystrokes as one change', () => {
    let history = startHistory('open:disk1');
    for (const text of ['o', 'op', 'open:disk2']) history = type(history, text);
    history = settle(history);
    history = type(history, 'open:disk3');
    expect(undo(history).present).toBe('open:disk2');
    expect(undo(undo(history)).present).toBe('open:disk1');
  });

  it('forgets what was undone once something else is done', () => {
    const undone = undo(change(startHistory('a'), 'b'));
    expect(redo(undone).present).toBe('b');
    expect(redo(change(undone, 'c')).present).toBe('c');
  });

  it('does nothing at either end', () => {
    const history = startHistory('a');
    expect(undo(history)).toBe(history);
    expect(redo(history)).toBe(history);
  });

  it('counts no change to the same text', () => {
    expect(change(startHistory('a'), 'a').past).toEqual([]);
  });

  it('comes back by as many redos as there were undos', () => {
    const act = fc.oneof(
      fc.string().map((text) => (history: History) => change(history, text)),
      fc.string().map((text) => (history: History) => type(history, text)),
      fc.constant(settle),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), fc.nat(70), (acts, count) => {
        const history = acts.reduce((now, one) => one(now), startHistory('start'));
        let back = history;
        let undone = 0;
        for (; undone < count && back.past.length > 0; undone++) back = undo(back);
        for (; undone > 0; undone--) back = redo(back);
        expect({ ...back, typing: false }).toEqual({ ...history, typing: false });
      }),
    );
  });
});
