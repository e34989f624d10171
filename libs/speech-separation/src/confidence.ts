import type { CalibrationDescription } from '@onebit/bnn';

/**
 * How probable it is that masks are right.
 *
 * @param certainty - how decided the masks are, 0 to 1
 * @param calibration - how that turned out on talkers that the network never heard; where the model
 * has none the certainty stands for itself
 * @returns 0 to 1
 */
export function confidenceOf(
  certainty: number,
  calibration: CalibrationDescription | undefined,
): number {
  if (!calibration) return certainty;
  return 1 / (1 + Math.exp(-(calibration.slope * certainty + calibration.offset)));
}
