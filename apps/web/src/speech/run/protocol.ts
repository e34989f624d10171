import type { Sound } from '@onebit/audio';
import type { PictureColumns, SeparationReport } from '@onebit/speech-separation';
import type { Problem } from '../../ui/problem.ts';
import type { Runner } from '../../ui/runner.ts';
import type { Mask } from '../state/settings.ts';

/** How frequencies are shared out. */
export interface MaskChoice {
  readonly mask: Mask;
  /** Least probability at which a talker gets a frequency, 0 to 1; absent for the mask's own. */
  readonly confidence?: number;
}

/** The recording: its file, and its samples where only the page could decode them. */
export interface Recording {
  /** Tells recordings apart. */
  readonly id: number;
  readonly file: Blob;
  readonly sound?: Sound;
}

/** What the page asks of the worker. */
export interface Request {
  readonly recording: Recording;
  readonly choice: MaskChoice;
  /** The service's answer, where it did the work. */
  readonly archive?: ArrayBuffer;
}

/** How far the work is. */
export interface Progress {
  readonly stage: 'decode' | 'upload' | 'queue' | 'separate';
  /** Share of the whole that is done, 0 to 1. */
  readonly share: number;
  readonly etaSeconds?: number | null;
}

/** Smallest and largest sample of each of many short stretches, in turn. */
export type Peaks = Float32Array<ArrayBuffer>;

/** One track, ready to be heard, seen and kept. */
export interface Track {
  readonly sound: Sound;
  readonly peaks: Peaks;
}

/** A talker's track, also as a file. */
export interface TalkerTrack extends Track {
  readonly file: Blob;
}

export interface Outcome {
  readonly recording: number;
  readonly mixture: Track;
  readonly talkers: readonly [TalkerTrack, TalkerTrack];
  readonly picture: PictureColumns;
  readonly report: SeparationReport;
  readonly runner: Runner;
  /** Seconds of work, without the decoding. */
  readonly took: number;
}

/** What the worker tells the page. */
export type Reply =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly problem: Problem };
