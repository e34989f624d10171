import type { Model } from '@onebit/bnn';
import type { SeparationReport } from '@onebit/speech-separation';
import type { SeparationParameters } from './parameters.ts';
import type { PictureFile } from './pictures.ts';
import type { FileContent } from './track.ts';

/** A recording after the separation, ready to be packed. */
export interface SeparatedRecording {
  readonly parameters: SeparationParameters;
  readonly model: Model;
  readonly tracks: readonly [FileContent, FileContent];
  readonly pictures: readonly PictureFile[];
  readonly report: SeparationReport;
  /** Milliseconds of each stage. */
  readonly timings: Readonly<Record<'separate' | 'draw', number>>;
}
