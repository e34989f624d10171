import { borders, learnedNames } from '@onebit/morphology';
import { writeAddress, type Address } from '../../shell/address.ts';
import type { Addressing } from '../../shell/use-address.ts';
import { runners } from '../../ui/runner.ts';
import { fromAddressText, toAddressText, type PageModel } from '../learned/models.ts';
import { sequenceOf } from '../pipeline/pipeline-text.ts';
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

const task = 'morphological-filtering';

/** Before the name of a learned filter that travels in the address. */
const modelPrefix = 'model.';

/** Model files up to this size travel in the address, in bytes; larger ones are handed on as files. */
const mostModelBytes = 8192;

/** The learned filters of the visitor's that a pipeline calls. */
function modelsIn(pipeline: string, models: readonly PageModel[]): PageModel[] {
  try {
    const names = learnedNames(sequenceOf(pipeline));
    return models.filter(({ name }) => names.includes(name));
  } catch {
    // A text that is no sequence yet calls nothing.
    return [];
  }
}

/**
 * The address that shows this state again. A visitor's own image is never part of it; learned filters
 * that the pipeline calls are.
 */
export function stateAddress({ source, history, models, settings, through }: State): string {
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
  for (const { name, file } of modelsIn(history.present, models)) {
    if (file.length <= mostModelBytes) parameters.set(modelPrefix + name, toAddressText(file));
  }
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
    ...readModels(parameters),
    settings: readSettings(parameters),
    ...(through === undefined ? {} : { through }),
  };
}

/** Model files out of an address; whether they are sound shows when they are loaded. */
function readModels(parameters: ReadonlyMap<string, string>): Pick<Restored, 'models'> {
  const models = [...parameters].flatMap(([key, text]) => {
    const file = key.startsWith(modelPrefix) ? fromAddressText(text) : undefined;
    return file ? [{ name: key.slice(modelPrefix.length), file }] : [];
  });
  return models.length > 0 ? { models } : {};
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

/** How this page stands in the address. */
export const addressing: Addressing<State, Restored> = {
  task,
  stateAddress,
  readState,
};
