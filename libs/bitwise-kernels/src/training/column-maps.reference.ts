const round = Math.fround;

/**
 * The maps over matrices, one element at a time: the elements of the matrices, then those of the
 * column vectors, then the numbers. Every operation rounds to 32 bits, as the compiled maps do.
 */
const columnMapFormulas = {
  addScaled: (a, b, factor) => round(a + round(factor * b)),
  scale: (a, factor) => round(factor * a),
  multiply: (a, b) => round(a * b),
  rectify: (x) => Math.max(x, 0),
  rectifyGradient: (dy, x) => (x > 0 ? dy : 0),
  addColumns: (x, shift) => round(x + shift),
  passInside: (dy, x, shift, limit) => (limit >= Math.abs(round(x + shift)) ? dy : 0),
  passQuadratic: (dy, x, shift) => {
    const slope = round(2 - round(2 * Math.abs(round(x + shift))));
    return round(dy * Math.max(slope, 0));
  },
  normalize: (x, mean, gain, bias) => round(round(round(x - mean) * gain) + bias),
  normalizeGradient: (dy, x, mean, gain, dyMean, slope) =>
    round(gain * round(round(dy - dyMean) - round(round(x - mean) * slope))),
  leaky: (x, shift, slope, bias) => {
    const moved = round(x + shift);
    return round((moved >= 0 ? moved : round(slope * moved)) + bias);
  },
  leakyGradient: (dy, x, shift, slope) => (round(x + shift) >= 0 ? dy : round(slope * dy)),
} satisfies Record<string, (...values: [number, number, number, number, number, number]) => number>;

/** The name of a map. */
export type ColumnMap = keyof typeof columnMapFormulas;

/** Applies a map to every element. */
export function columnMapReference(
  map: ColumnMap,
  matrices: readonly Float32Array[],
  vectors: readonly (Float32Array | undefined)[],
  numbers: readonly number[],
  out: Float32Array,
  columns: number,
): void {
  const formula = columnMapFormulas[map] as (...values: number[]) => number;
  const constants = numbers.map(round);
  for (let at = 0; at < out.length; at++) {
    const column = at % columns;
    out[at] = formula(
      ...matrices.map((matrix) => matrix[at]!),
      ...vectors.map((vector) => vector?.[column] ?? 0),
      ...constants,
    );
  }
}
