import type { BitImage } from '@onebit/image';
import { SeededRandom } from '../seeded-random.ts';
import type { Cell } from './windows.ts';

/** A picture with what earlier stages made of it, and what it should become. */
export interface Example {
  readonly planes: readonly BitImage[];
  readonly after: BitImage;
}

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

/**
 * Cuts windows out of examples: all of them, or a random share where there are more than `most`. Off
 * the picture everything reads 0.
 */
export function samplesOf(
  examples: readonly Example[],
  cells: readonly Cell[],
  most: number,
  seed: number,
): Samples {
  const pixels = examples.reduce((sum, { after }) => sum + after.width * after.height, 0);
  const share = Math.min(1, most / pixels);
  const random = new SeededRandom(seed);
  const places = examples.map(({ after }) => {
    const all = Array.from({ length: after.width * after.height }, (_, place) => place);
    return share === 1 ? all : all.filter(() => random.next() < share);
  });
  const count = places.reduce((sum, { length }) => sum + length, 0);
  const wordsPerSample = Math.ceil(cells.length / 32);
  const bits = new Uint32Array(count * wordsPerSample);
  const wanted = new Uint8Array(count);
  const reach = cells.reduce((most, { x, y }) => Math.max(most, Math.abs(x), Math.abs(y)), 0);
  let sample = 0;
  for (const [index, { planes, after }] of examples.entries()) {
    const { width } = after;
    const stride = width + 2 * reach;
    const padded = planes.map((plane) => paddedBytes(plane, reach));
    const target = after.toBytes();
    const reads = cells.map(({ plane, x, y }) => ({ bytes: padded[plane]!, move: y * stride + x }));
    for (const place of places[index]!) {
      const at = (Math.floor(place / width) + reach) * stride + (place % width) + reach;
      const first = sample * wordsPerSample;
      for (let cell = 0; cell < reads.length; cell++) {
        const { bytes, move } = reads[cell]!;
        if (bytes[at + move] === 1) bits[first + (cell >>> 5)]! |= 1 << (cell & 31);
      }
      wanted[sample++] = target[place]!;
    }
  }
  return { count, cells: cells.length, wordsPerSample, bits, wanted };
}

function paddedBytes(image: BitImage, reach: number): Uint8Array {
  const { width, height } = image;
  const stride = width + 2 * reach;
  const padded = new Uint8Array(stride * (height + 2 * reach));
  const bytes = image.toBytes();
  for (let row = 0; row < height; row++) {
    padded.set(bytes.subarray(row * width, (row + 1) * width), (row + reach) * stride + reach);
  }
  return padded;
}
