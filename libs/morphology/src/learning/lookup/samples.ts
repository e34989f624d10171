import type { Slices } from '../../sequence/slices.ts';
import { SeededRandom } from '../seeded-random.ts';
import { type Example, overStrips } from './byte-strips.ts';
import type { Cell } from './windows.ts';

/** Windows cut out of examples, packed, each with the pixel it should become. */
export interface Samples {
  readonly count: number;
  readonly cells: number;
  readonly wordsPerSample: number;
  /** Bit c of a sample is what cell c reads. */
  readonly bits: Uint32Array;
  /** 0 or 1 a sample. */
  readonly wanted: Uint8Array;
}

/** Windows beyond the expected number that are made room for: six deviations. */
const SLACK = 6;

/**
 * Cuts windows out of examples: all of them, or a random share where there are more than `most`. Off
 * the picture everything reads 0.
 *
 * @param frame - pixels at each side of a picture that no window is cut out around
 */
export function* samplesOf(
  examples: readonly Example[],
  cells: readonly Cell[],
  most: number,
  seed: number,
  frame = 0,
): Slices<Samples> {
  const pixels = examples.reduce((sum, { after }) => sum + after.width * after.height, 0);
  const share = Math.min(1, most / pixels);
  const random = new SeededRandom(seed);
  const expected = share * pixels;
  const room = Math.min(pixels, Math.ceil(expected + SLACK * Math.sqrt(expected)) + SLACK);
  const wordsPerSample = Math.ceil(cells.length / 32);
  const bits = new Uint32Array(room * wordsPerSample);
  const wanted = new Uint8Array(room);
  let sample = 0;
  yield* overStrips(examples, cells, frame, (strip) => {
    const { reads, target, width } = strip;
    for (let place = 0; place < target.length && sample < room; place++) {
      if (share < 1 && random.next() >= share) continue;
      const [row, column] = [Math.floor(place / width), place % width];
      if (!strip.counts(row, column)) continue;
      const at = strip.at(row, column);
      const first = sample * wordsPerSample;
      for (let cell = 0; cell < reads.length; cell++) {
        const { bytes, move } = reads[cell]!;
        if (bytes[at + move] === 1) bits[first + (cell >>> 5)]! |= 1 << (cell & 31);
      }
      wanted[sample++] = target[place]!;
    }
  });
  return {
    count: sample,
    cells: cells.length,
    wordsPerSample,
    bits: bits.subarray(0, sample * wordsPerSample),
    wanted: wanted.subarray(0, sample),
  };
}
