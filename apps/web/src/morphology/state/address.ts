import { borders } from '@onebit/morphology';
import { writeAddress, type Address } from '../../shell/address.ts';
import { runners } from '../../ui/runner.ts';
import { findSample } from '../samples/catalogue.ts';
import {
  defaultSettings,
  foregrounds,
  readThreshold,
  views,
  writeThreshold,
  type Settings,
} from './settings.ts';
import type { Restored, State } from './state.ts';

export const task = 'morphological-filtering';

/** The address that shows this state again. A visitor's own image is never part of it. */
export function stateAddress({ source, history, settings, through }: State): string {
  const parameters = new Map<string, string>();
  if (source.kind === 'sample') parameters.set('sample', source.id);
  // The grammar allows to leave out the spaces.
  parameters.set('sequence', history.present.replace(/\s*\+\s*/g, '+'));
  const { border, foreground, threshold, runner, view } = settings;
  if (border !== defaultSettings.border) parameters.set('border', border);
  if (foreground !== defaultSettings.foreground) parameters.set('foreground', foreground);
  if (threshold.method !== defaultSettings.threshold.method) {
    parameters.set('threshold', writeThreshold(threshold));
  }
  if (runner !== defaultSettings.runner) parameters.set('run', runner);
  if (view !== defaultSettings.view) parameters.set('view', view);
  if (through !== null) parameters.set('step', String(through));
  return writeAddress({ task, parameters });
}

/** What an address asks for; values that mean nothing here are left out. */
export function readState({ parameters }: Address): Restored {
  const sample = parameters.get('sample');
  const sequence = parameters.get('sequence');
  const step = parameters.get('step');
  const through = step !== undefined && /^\d{1,2}$/.test(step) ? Number(step) : undefined;
  return {
    ...(sample !== undefined && findSample(sample) ? { sample } : {}),
    ...(sequence === undefined ? {} : { sequence: sequence.replace(/\s*\+\s*/g, ' + ') }),
    settings: readSettings(parameters),
    ...(through === undefined ? {} : { through }),
  };
}

function readSettings(parameters: ReadonlyMap<string, string>): Partial<Settings> {
  const border = oneOf(borders, parameters.get('border'));
  const foreground = oneOf(foregrounds, parameters.get('foreground'));
  const threshold = readThreshold(parameters.get('threshold') ?? '');
  const runner = oneOf(runners, parameters.get('run'));
  const view = oneOf(views, parameters.get('view'));
  return {
    ...(border && { border }),
    ...(foreground && { foreground }),
    ...(threshold && { threshold }),
    ...(runner && { runner }),
    ...(view && { view }),
  };
}

function oneOf<Word extends string>(
  words: readonly Word[],
  text: string | undefined,
): Word | undefined {
  return words.find((word) => word === text);
}
