import { number, object, type Shape } from './shape.ts';

/**
 * How a certainty becomes the probability to be right: 1 / (1 + exp(-(slope * certainty + offset))),
 * Platt's scaling (1999), never falling.
 */
export interface CalibrationDescription {
  readonly slope: number;
  readonly offset: number;
}

/** The shape of a calibration. */
export const calibrationShape: Shape<CalibrationDescription> = object({
  slope: number(0),
  offset: number(),
});
