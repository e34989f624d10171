import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../shell/address.ts';
import { runners } from '../../ui/runner.ts';
import { samples } from '../source/samples.ts';
import { readState, stateAddress } from './address.ts';
import { defaultSettings, masks, views } from './settings.ts';

const settings = fc.record({
  mask: fc.constantFrom(...masks),
  confidence: fc.option(fc.integer({ min: 0, max: 100 })),
  runner: fc.constantFrom(...runners),
  view: fc.constantFrom(...views),
});

describe('the address of the speech page', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), settings, ({ id }, chosen) => {
        const address = stateAddress({ source: { kind: 'sample', id }, settings: chosen });
        const restored = readState(readAddress(address));
        expect(restored.sample).toBe(id);
        expect({ ...defaultSettings, ...restored.settings }).toEqual(chosen);
      }),
    );
  });

  it('leaves out what means nothing here', () => {
    const hash = '#/speech-separation?sample=choir&mask=hard&confidence=1.5&run=moon&view=3d&x=y';
    expect(readState(readAddress(hash))).toEqual({ settings: {} });
  });

  it('never holds a recording of the visitor', () => {
    const source = { kind: 'file', name: 'secret.wav', file: new Blob() } as const;
    expect(stateAddress({ source, settings: defaultSettings })).toBe('#/speech-separation');
  });
});
