import type { Problem } from '../../ui/problem.ts';
import type { PageModel } from '../learned/models.ts';
import type { Outcome, Progress } from '../run/protocol.ts';
import { samples } from '../samples/catalogue.ts';
import { startHistory, type History } from './history.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** The image to filter: one that the page draws, or one of the visitor's. */
export type Source =
  | { readonly kind: 'sample'; readonly id: string }
  | { readonly kind: 'file'; readonly name: string; readonly file: Blob };

/** What the filter is doing. */
export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly progress: Progress }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'cancelled' };

/** The page's whole state. */
export interface State {
  readonly source: Source;
  /** The pipeline's text, see pipeline-text.ts. */
  readonly history: History;
  /** Learned filters of the visitor's. */
  readonly models: readonly PageModel[];
  readonly settings: Settings;
  /** Steps that the picture shows: all of them where null, none (the input) where 0. */
  readonly through: number | null;
  readonly run: Run;
  /** The last result, kept while the next one is worked on. */
  readonly outcome: Outcome | null;
  /** Counts the wishes to run again with nothing changed. */
  readonly attempt: number;
}

/** What a shared address can restore. */
export interface Restored {
  readonly sample?: string;
  readonly sequence?: string;
  readonly models?: readonly PageModel[];
  readonly settings: Partial<Settings>;
  readonly through?: number;
}

export function startState(restored: Restored): State {
  const sample = samples.find(({ id }) => id === restored.sample) ?? samples[0];
  return {
    source: { kind: 'sample', id: sample.id },
    history: startHistory(restored.sequence ?? sample.sequence),
    models: restored.models ?? [],
    settings: { ...defaultSettings, ...restored.settings },
    through: restored.through ?? null,
    run: { state: 'idle' },
    outcome: null,
    attempt: 0,
  };
}
