/** Counts as multiples of a step. A plain loop: `Float32Array.from` takes ten times as long. */
export function multiples(counts: Uint8Array, step: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(counts.length);
  for (let at = 0; at < counts.length; at++) out[at] = counts[at]! * step;
  return out;
}
