import type { EpochRecord } from '@onebit/bnn-training';
import type { Stage } from './course.ts';

/** What a run leaves. */
export interface TrainedSpeechModel {
  readonly id: string;
  readonly history: readonly EpochRecord[];
  /** The epoch with the highest SI-SDR improvement on the held-back mixtures. */
  readonly best: EpochRecord;
  readonly seconds: number;
  /** Speakers and minutes trained on, mixtures chosen by. */
  readonly speakers: number;
  readonly minutes: number;
  readonly heldBackMixtures: number;
  /** Hours of mixtures that the run has heard. */
  readonly hoursHeard: number;
  /** The runs whose weights this one began with, oldest first. */
  readonly course: readonly Stage[];
  /** SHA-256 of the manifests. */
  readonly data: Readonly<Record<string, string>>;
  /** Size of the packed model; absent for a twin. */
  readonly bytes?: number;
}
