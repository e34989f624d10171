import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../shell/address.ts';
import { runners } from '../../ui/runner.ts';
import { modelIds } from '../models/catalogue.ts';
import { readState, stateAddress } from './address.ts';
import { startState, views } from './state.ts';

const thresholds = fc.dictionary(
  fc.constantFrom('joy', 'fear', 'admiration'),
  fc.integer({ min: 0, max: 100 }).map((share) => share / 100),
);

describe('the state in the address', () => {
  it('comes back whole', () => {
    fc.assert(
      fc.property(
        fc.record({
          text: fc.string({ unit: 'grapheme', maxLength: 400 }),
          model: fc.constantFrom(...modelIds),
          runner: fc.constantFrom(...runners),
          view: fc.constantFrom(...views),
          chosen: fc.constantFrom(null, 'joy', 'love'),
          moved: fc.record({ labels: thresholds, groups: thresholds }),
        }),
        (restored) => {
          const state = startState(restored);
          expect(startState(readState(readAddress(stateAddress(state))))).toEqual(state);
        },
      ),
    );
  });

  it('keeps the spaces of a text round a plus', () => {
    const state = startState({ text: '1 + 1 = 2 & so on #7 %' });
    expect(readState(readAddress(stateAddress(state))).text).toBe(state.text);
  });

  it('says only what differs from the defaults, and no text that is too long for it', () => {
    expect(stateAddress(startState({ text: 'a b' }))).toBe('#/emotion-classification?text=a%20b');
    expect(stateAddress(startState({ text: 'x'.repeat(5000) }))).toBe('#/emotion-classification');
  });

  it('leaves out what means nothing', () => {
    const asked = readAddress(
      '#/emotion-classification?model=none&view=all&run=moon&thresholds=joy:2,fear:x,:0.5,love:0.25',
    );
    expect(readState(asked)).toEqual({ moved: { labels: { love: 0.25 }, groups: {} } });
  });
});
