import type { Problem } from '../../ui/problem.ts';
import type { Outcome, Progress } from '../run/protocol.ts';
import { findSample, samples } from '../source/samples.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** The recording to separate: one that comes along, or one of the visitor's. */
export type Source =
  | { readonly kind: 'sample'; readonly id: string }
  | { readonly kind: 'file'; readonly name: string; readonly file: Blob };

/** What the separator is doing. */
export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly progress: Progress }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'cancelled' };

/** The page's whole state. */
export interface State {
  readonly source: Source;
  readonly settings: Settings;
  readonly run: Run;
  /** The last result, kept while the next one of the same recording is worked on. */
  readonly outcome: Outcome | null;
  /** Counts the wishes to run again with nothing changed. */
  readonly attempt: number;
}

/** What a shared address can restore. */
export interface Restored {
  readonly sample?: string;
  readonly settings: Partial<Settings>;
}

export function startState({ sample, settings }: Restored): State {
  const known = sample === undefined ? undefined : findSample(sample);
  return {
    source: { kind: 'sample', id: (known ?? samples[0]).id },
    settings: { ...defaultSettings, ...settings },
    run: { state: 'idle' },
    outcome: null,
    attempt: 0,
  };
}
