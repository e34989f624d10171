import { thinningBinary } from '../generated/thinning.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { KernelBlock } from '../storage/kernel-block.ts';
import { KernelFamily } from '../storage/load-family.ts';
import { thinReference } from './reference.ts';
import { type ThinningMethod, thinningPasses } from './rules.ts';

/** Returns whether any one was deleted; see assembly/thinning/sweep.ts for the layout. */
type Pass = (
  from: number,
  to: number,
  stamps: number,
  rows: number,
  vectors: number,
  step: number,
  period: number,
) => number;
type ThinningKernels = Record<`pass${number}`, Pass>;

const family = new KernelFamily<ThinningKernels>(thinningBinary);

const WORDS_PER_VECTOR = 4;

/** SIMD where there is any: it decides 128 pixels at once and passes over what is at rest. */
export function thinInto(
  source: BitMatrix,
  method: ThinningMethod,
  destination: BitMatrix,
): Generator<void, void> {
  return family.usable
    ? thinPlanes(source, method, destination)
    : thinReference(source, method, destination);
}

/** The number of the method's first pass among the exported ones. */
function firstPass(method: ThinningMethod): number {
  let first = 0;
  for (const [name, passes] of Object.entries(thinningPasses)) {
    if (name === method) break;
    first += passes.length;
  }
  return first;
}

function* thinPlanes(
  source: BitMatrix,
  method: ThinningMethod,
  destination: BitMatrix,
): Generator<void, void> {
  const { rows, wordsPerRow } = source;
  const vectors = wordsPerRow / WORDS_PER_VECTOR;
  const places = (rows + 2) * (vectors + 2);
  using even = KernelBlock.cleared(places * 16);
  using odd = KernelBlock.cleared(places * 16);
  using stamps = new KernelBlock(places * 4);
  const planeStride = wordsPerRow + 2 * WORDS_PER_VECTOR;
  const rowInPlane = (row: number): number => (row + 1) * planeStride + WORDS_PER_VECTOR;
  const words = source.words;
  for (const plane of [even.u32(), odd.u32()]) {
    for (let row = 0; row < rows; row++) {
      const start = row * wordsPerRow;
      plane.set(words.subarray(start, start + wordsPerRow), rowInPlane(row));
    }
  }

  const period = thinningPasses[method].length;
  const first = firstPass(method);
  // As if everything had changed just before the first round: every pass of it sees every vector.
  stamps.u32().fill(period - 1);
  let [from, to] = [even, odd];
  for (let step = period, resting = 0; resting < period; step++) {
    const changed = family.run((kernels) => {
      const pass = kernels[`pass${first + (step % period)}`]!;
      return pass(from.pointer, to.pointer, stamps.pointer, rows, vectors, step, period);
    });
    resting = changed === 0 ? resting + 1 : 0;
    [from, to] = [to, from];
    if (step % period === period - 1) yield;
  }

  const result = destination.words;
  const plane = from.u32();
  for (let row = 0; row < rows; row++) {
    const start = rowInPlane(row);
    result.set(plane.subarray(start, start + wordsPerRow), row * wordsPerRow);
  }
}
