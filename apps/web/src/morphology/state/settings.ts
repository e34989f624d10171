import type { Border } from '@onebit/morphology';
import type { Runner } from '../../ui/runner.ts';

/** How grey becomes black and white. */
export type Threshold =
  | { readonly method: 'otsu' }
  | { readonly method: 'fixed'; readonly level: number }
  | { readonly method: 'sauvola' };

/** Which side of the threshold is foreground; `auto` has it detected. */
export type ForegroundChoice = 'auto' | 'dark' | 'light';

/** How before and after are shown. */
export type View = 'sides' | 'slider' | 'difference';

export const views: readonly View[] = ['sides', 'slider', 'difference'];
export const foregrounds: readonly ForegroundChoice[] = ['auto', 'dark', 'light'];

/** Everything beside the image and the sequence that the visitor can set. */
export interface Settings {
  readonly border: Border;
  readonly foreground: ForegroundChoice;
  readonly threshold: Threshold;
  readonly runner: Runner;
  readonly view: View;
}

export const defaultSettings: Settings = {
  border: 'ignore',
  foreground: 'auto',
  threshold: { method: 'otsu' },
  runner: 'browser',
  view: 'slider',
};

/** The highest level that still leaves something above it. */
export const highestLevel = 254;

/** The threshold as the address and the service write it: `otsu`, `sauvola`, or a level. */
export function writeThreshold(threshold: Threshold): string {
  return threshold.method === 'fixed' ? String(threshold.level) : threshold.method;
}

/** Reads what {@link writeThreshold} wrote. */
export function readThreshold(text: string): Threshold | undefined {
  if (text === 'otsu' || text === 'sauvola') return { method: text };
  const level = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  return level <= highestLevel ? { method: 'fixed', level } : undefined;
}
