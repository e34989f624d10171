import { borders } from '@onebit/morphology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../shell/address.ts';
import { runners } from '../../ui/runner.ts';
import { samples } from '../samples/catalogue.ts';
import { readState, stateAddress } from './address.ts';
import { reduce } from './reducer.ts';
import {
  defaultSettings,
  foregrounds,
  readThreshold,
  views,
  writeThreshold,
  type Settings,
  type Threshold,
} from './settings.ts';
import { startState } from './state.ts';

const thresholds: fc.Arbitrary<Threshold> = fc.oneof(
  fc.constant({ method: 'otsu' as const }),
  fc.constant({ method: 'sauvola' as const }),
  fc.integer({ min: 0, max: 254 }).map((level) => ({ method: 'fixed' as const, level })),
);

const anySettings: fc.Arbitrary<Settings> = fc.record({
  border: fc.constantFrom(...borders),
  foreground: fc.constantFrom(...foregrounds),
  threshold: thresholds,
  runner: fc.constantFrom(...runners),
  view: fc.constantFrom(...views),
});

describe('the state in the address', () => {
  it('comes back whole', () => {
    const sequences = fc.constantFrom('open:disk1', 'o3.3 + c5.5', 'erode:101/010/101@0,2', '');
    fc.assert(
      fc.property(
        anySettings,
        sequences,
        fc.constantFrom(...samples),
        fc.option(fc.integer({ min: 0, max: 64 })),
        (settings, sequence, { id }, through) => {
          const restored = { sample: id, sequence, settings };
          const state = startState(through === null ? restored : { ...restored, through });
          expect(startState(readState(readAddress(stateAddress(state))))).toEqual(state);
        },
      ),
    );
  });

  it('says only what differs from the defaults', () => {
    const state = startState({ sample: 'page', sequence: 'open:disk1', settings: {} });
    expect(stateAddress(state)).toBe('#/morphological-filtering?sample=page&sequence=open:disk1');
  });

  it('never holds the visitor’s own image', () => {
    const state = reduce(startState({ settings: {} }), {
      type: 'file-chosen',
      name: 'private.png',
      file: new Blob(['secret']),
    });
    expect(stateAddress(state)).not.toMatch(/private|sample/);
  });

  it('leaves out what means nothing', () => {
    const asked = readAddress(
      '#/morphological-filtering?sample=none&border=wide&threshold=255&foreground=red&step=-1&run=moon&view=x',
    );
    expect(readState(asked)).toEqual({ settings: {} });
    expect(startState(readState(asked)).settings).toEqual(defaultSettings);
  });

  it('writes thresholds as the service reads them', () => {
    expect(writeThreshold({ method: 'fixed', level: 128 })).toBe('128');
    expect(readThreshold('254')).toEqual({ method: 'fixed', level: 254 });
    expect(readThreshold('255')).toBeUndefined();
    expect(readThreshold('1e2')).toBeUndefined();
  });
});
