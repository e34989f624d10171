import type { Problem } from '../../ui/problem.ts';
import type { Runner } from '../../ui/runner.ts';
import { defaultModel } from '../models/catalogue.ts';
import type { ModelInfo, Reading, View } from '../run/protocol.ts';
import { examples } from '../text/examples.ts';

export const views: readonly View[] = ['labels', 'groups'];

/**
 * Thresholds that the visitor has moved, by the names of labels and of groups; of a model of several
 * languages by `language/name`, or by the name alone for all of them.
 */
export type Moved = Readonly<Record<View, Readonly<Record<string, number>>>>;

/** What the classifier is doing. */
export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running' }
  | { readonly state: 'failed'; readonly problem: Problem };

/** The state of the text and of the settings that the file shares with it. */
export interface State {
  readonly text: string;
  readonly model: string;
  readonly runner: Runner;
  readonly view: View;
  /** The label or group whose words are coloured; null for the likeliest. */
  readonly chosen: string | null;
  readonly moved: Moved;
  /** The models that were loaded, by identifier. */
  readonly models: Readonly<Record<string, ModelInfo>>;
  /** The last answer, kept while the next one is worked on; null after a failure. */
  readonly reading: Reading | null;
  readonly run: Run;
  /** Counts the wishes to ask again with nothing changed. */
  readonly attempt: number;
}

/** What a shared address can restore. */
export type Restored = Partial<
  Pick<State, 'text' | 'model' | 'runner' | 'view' | 'chosen' | 'moved'>
>;

export const nothingMoved: Moved = { labels: {}, groups: {} };

/** Whether any threshold was moved. */
export const hasMoved = ({ labels, groups }: Moved): boolean =>
  Object.keys(labels).length + Object.keys(groups).length > 0;

export function startState(restored: Restored): State {
  return {
    text: examples[0],
    model: defaultModel,
    runner: 'browser',
    view: 'labels',
    chosen: null,
    moved: nothingMoved,
    models: {},
    reading: null,
    run: { state: 'idle' },
    attempt: 0,
    ...restored,
  };
}
