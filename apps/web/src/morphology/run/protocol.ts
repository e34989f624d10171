import type { Border } from '@onebit/morphology';
import type { ModelSource } from '../learned/models.ts';
import type { Problem } from '../../ui/problem.ts';
import type { Runner } from '../../ui/runner.ts';
import type { ForegroundChoice, Threshold } from '../state/settings.ts';

/** What the page asks of the worker. */
export interface Request {
  readonly image: { readonly sample: string } | { readonly file: Blob };
  /** Operations joined by `+`; empty shows the image as it was read. */
  readonly sequence: string;
  /** The learned filters that it calls. */
  readonly models: readonly ModelSource[];
  readonly border: Border;
  readonly foreground: ForegroundChoice;
  readonly threshold: Threshold;
  readonly runner: Runner;
}

/** How far the work is: its stage, and the share of that stage that is done, 0 to 1. */
export interface Progress {
  readonly stage: 'start' | 'decode' | 'filter' | 'encode';
  readonly share: number;
}

/** How the image was read, in the page's own words. */
export interface Reading {
  readonly width: number;
  readonly height: number;
  readonly foreground: 'dark' | 'light';
  /** One sentence: which side is foreground, and why. */
  readonly foregroundText: string;
  /** One sentence: how grey became black and white. */
  readonly thresholdText: string;
  /** Sentences about what was changed or left unread. */
  readonly notes: readonly string[];
  /** The single level that was used, where there was one. */
  readonly level: number | null;
}

/** One side of the picture: to look at, and to read single pixels from. */
export interface Picture {
  readonly bitmap: ImageBitmap;
  /** Eight pixels a byte, the first in the top bit, rows padded to a byte; 1 is foreground. */
  readonly packed: Uint8Array;
  readonly count: number;
}

/** Milliseconds of each stage, by whoever did it. */
export interface Timings {
  readonly decode: number;
  readonly filter: number;
  readonly encode: number;
  /** From the first byte sent to the service to the last one received. */
  readonly roundTrip?: number;
}

export interface Outcome {
  readonly reading: Reading;
  readonly before: Picture;
  readonly after: Picture;
  readonly timings: Timings;
  readonly runner: Runner;
  readonly sequence: string;
  /** What the middle of the image looked like at first and after each step; none from the service. */
  readonly thumbnails: readonly ImageBitmap[];
  readonly files: { readonly png: Blob; readonly pbm: Blob };
}

/** What the worker tells the page. */
export type Reply =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly problem: Problem };
