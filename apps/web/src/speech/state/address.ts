import { writeAddress, type Address } from '../../shell/address.ts';
import type { Addressing } from '../../shell/use-address.ts';
import { runners } from '../../ui/runner.ts';
import { findSample } from '../source/samples.ts';
import { defaultSettings, masks, views, type Settings } from './settings.ts';
import type { Restored, State } from './state.ts';

const task = 'speech-separation';

/** The address that shows this state again. A visitor's own recording is never part of it. */
export function stateAddress({ source, settings }: Pick<State, 'source' | 'settings'>): string {
  const parameters = new Map<string, string>();
  if (source.kind === 'sample') parameters.set('sample', source.id);
  const { mask, confidence, runner, view } = settings;
  if (mask !== defaultSettings.mask) parameters.set('mask', mask);
  if (confidence !== null) parameters.set('confidence', String(confidence / 100));
  if (runner !== defaultSettings.runner) parameters.set('run', runner);
  if (view !== defaultSettings.view) parameters.set('view', view);
  return writeAddress({ task, parameters });
}

/** What an address asks for; values that mean nothing here are left out. */
export function readState({ parameters }: Pick<Address, 'parameters'>): Restored {
  const sample = parameters.get('sample');
  return {
    ...(sample !== undefined && findSample(sample) ? { sample } : {}),
    settings: readSettings(parameters),
  };
}

function readSettings(parameters: ReadonlyMap<string, string>): Partial<Settings> {
  const oneOf = <Word extends string>(words: readonly Word[], name: string): Word | undefined =>
    words.find((word) => word === parameters.get(name));
  const mask = oneOf(masks, 'mask');
  const runner = oneOf(runners, 'run');
  const view = oneOf(views, 'view');
  const text = parameters.get('confidence') ?? '';
  const confidence = /^(0(\.\d{1,4})?|1)$/.test(text) ? Math.round(Number(text) * 100) : undefined;
  return {
    ...(mask && { mask }),
    ...(runner && { runner }),
    ...(view && { view }),
    ...(confidence !== undefined && { confidence }),
  };
}

/** How this page stands in the address. */
export const addressing: Addressing<State, Restored> = {
  task,
  stateAddress,
  readState,
};
