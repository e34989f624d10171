import type { EpochRecord } from '@onebit/bnn-training';

/** What a run leaves. */
export interface TrainedImageModel {
  readonly id: string;
  readonly history: readonly EpochRecord[];
  readonly best: EpochRecord;
  readonly seconds: number;
  /** SHA-256 of each training file. */
  readonly data: Readonly<Record<string, string>>;
  /** Size of the packed model; absent for a twin. */
  readonly bytes?: number;
  /** Accuracy of a twin on the test part, only reported on; the packed model's is in its card. */
  readonly testAccuracy?: number;
}
