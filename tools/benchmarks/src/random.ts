/**
 * The mulberry32 generator: 32 bits of state, the same numbers on every machine and every run, so
 * that a benchmark's input can be made again from its printed seed.
 *
 * @param seed - any integer; only its low 32 bits count
 * @returns a function whose calls give uniform integers in 0 .. 2^32 - 1
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Uniform floats in -1 .. 1 (1 excluded), the usual stand-in for activations. */
export function uniformFloats(length: number, next: () => number): Float32Array {
  return Float32Array.from({ length }, () => next() / 2 ** 31 - 1);
}

/** Uniform bits as bytes of 0 and 1. */
export function uniformBits(length: number, next: () => number): Uint8Array {
  const bits = new Uint8Array(length);
  for (let start = 0; start < length; start += 32) {
    const word = next();
    const end = Math.min(32, length - start);
    for (let bit = 0; bit < end; bit++) bits[start + bit] = (word >>> bit) & 1;
  }
  return bits;
}
