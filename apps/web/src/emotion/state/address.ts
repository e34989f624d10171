import { writeAddress, type Address } from '../../shell/address.ts';
import type { Addressing } from '../../shell/use-address.ts';
import { runners } from '../../ui/runner.ts';
import { defaultModel, modelIds } from '../models/catalogue.ts';
import { views, type Moved, type Restored, type State } from './state.ts';

const task = 'emotion-classification';

/** Longer texts do not go into the address: many programs cut long ones. */
const longestText = 2000;

/** Whether the address holds the text too. */
export const holdsText = ({ text }: State): boolean => text.length <= longestText;

/** The address that shows this state again. */
export function stateAddress(state: State): string {
  const { text, model, runner, view, chosen, moved } = state;
  const parameters = new Map<string, string>();
  if (holdsText(state)) parameters.set('text', text);
  if (model !== defaultModel) parameters.set('model', model);
  if (view !== 'labels') parameters.set('view', view);
  if (chosen !== null) parameters.set('words', chosen);
  if (runner !== 'browser') parameters.set('run', runner);
  const labels = writeThresholds(moved.labels);
  const groups = writeThresholds(moved.groups);
  if (labels !== '') parameters.set('thresholds', labels);
  if (groups !== '') parameters.set('group-thresholds', groups);
  return writeAddress({ task, parameters });
}

/** What an address asks for; values that mean nothing here are left out. */
export function readState({ parameters }: Address): Restored {
  const text = parameters.get('text');
  const model = modelIds.find((id) => id === parameters.get('model'));
  const view = views.find((word) => word === parameters.get('view'));
  const runner = runners.find((word) => word === parameters.get('run'));
  const chosen = parameters.get('words');
  const moved: Moved = {
    labels: readThresholds(parameters.get('thresholds') ?? ''),
    groups: readThresholds(parameters.get('group-thresholds') ?? ''),
  };
  return {
    ...(text !== undefined && { text }),
    ...(model && { model }),
    ...(view && { view }),
    ...(runner && { runner }),
    ...(chosen !== undefined && { chosen }),
    moved,
  };
}

function writeThresholds(thresholds: Readonly<Record<string, number>>): string {
  return Object.entries(thresholds)
    .map(([name, threshold]) => `${name}:${threshold}`)
    .join(',');
}

function readThresholds(text: string): Readonly<Record<string, number>> {
  const pairs = text.split(',').flatMap((pair) => {
    const [name = '', share = ''] = pair.split(':', 2);
    const threshold = /^(0|1|0?\.\d{1,4})$/.test(share) ? Number(share) : NaN;
    return name !== '' && threshold <= 1 ? [[name, threshold] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** How this page stands in the address. */
export const addressing: Addressing<State, Restored> = {
  task,
  stateAddress,
  readState,
  // Browsers refuse hasty changes, and texts change with every key.
  pause: 300,
};
