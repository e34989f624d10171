/** Sampled sound: one array of samples a channel, full scale at ±1. */
export interface Sound {
  /** Samples a second. */
  readonly sampleRate: number;
  /** At least one channel, all of one length. */
  readonly channels: readonly Float32Array[];
}
