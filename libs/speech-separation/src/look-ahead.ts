import { FRAME_SIZE, LEVEL_REACH, SAMPLE_RATE } from './features.ts';

/** Longest delay of a separator that is called causal, in seconds. */
const CAUSAL_DELAY = 0.2;

/**
 * Frames behind a frame that its level takes in: none where the network looks ahead so little that
 * its answers can come within 200 ms, two seconds otherwise.
 *
 * @param networkDelay - frames that the network looks ahead
 */
export function levelLookAhead(networkDelay: number): number {
  const least = ((networkDelay + 2) * (FRAME_SIZE / 2)) / SAMPLE_RATE;
  return least <= CAUSAL_DELAY ? 0 : LEVEL_REACH;
}
