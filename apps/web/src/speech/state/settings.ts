import type { Runner } from '../../ui/runner.ts';

/** How frequencies are shared out: by parts, or whole. */
export type Mask = 'soft' | 'binary';

/** How the tracks are drawn. */
export type View = 'spectrogram' | 'waveform';

export const masks: readonly Mask[] = ['soft', 'binary'];
export const views: readonly View[] = ['spectrogram', 'waveform'];

/** Everything beside the recording that the visitor can set. */
export interface Settings {
  readonly mask: Mask;
  /** Least probability, in percent, at which a talker gets a frequency; null for the mask's own. */
  readonly confidence: number | null;
  readonly runner: Runner;
  readonly view: View;
}

export const defaultSettings: Settings = {
  mask: 'soft',
  confidence: null,
  runner: 'browser',
  view: 'spectrogram',
};

/** The confidence in percent that a mask works at where none is chosen. */
export const ownConfidence = (mask: Mask): number => (mask === 'binary' ? 50 : 0);
