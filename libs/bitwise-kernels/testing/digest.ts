import {
  BitMatrix,
  combine,
  complement,
  dilateElement,
  dilateRectangle,
  erodeElement,
  erodeRectangle,
  hitOrMiss,
  packThreshold,
  withKernels,
  type KernelVariant,
} from '../src/index.ts';

const widths = [1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257];

/** One number for everything that a variant computes over the width grid: equal bits, equal number. */
export function digest(variant: KernelVariant): number {
  let state = 0x811c9dc5;
  const random = seeded(20_251);
  const absorb = (matrix: BitMatrix): void => {
    for (const byte of matrix.toBytes()) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
    state = Math.imul(state ^ matrix.popcount(), 0x01000193) >>> 0;
  };
  withKernels(variant, () => {
    for (const columns of widths) {
      const rows = 1 + (random() % 12);
      const bytes = Uint8Array.from({ length: rows * columns }, () => random() & 255);
      const image = packThreshold(bytes, rows, columns, 150);
      const width = 1 + (random() % 20);
      const height = 1 + (random() % 9);
      const mask = Uint8Array.from({ length: width * height }, () => random() & 1);
      const originX = random() % width;
      const originY = random() % height;
      const element = { rows: BitMatrix.fromBytes(height, width, mask), originX, originY };
      const box = { width, height, originX, originY };
      for (const outside of [0, 1] as const) {
        absorb(dilateRectangle(image, box, outside));
        absorb(erodeRectangle(image, box, outside));
        absorb(dilateElement(image, element, outside));
        absorb(erodeElement(image, element, outside));
      }
      const turned = complement(image);
      absorb(hitOrMiss(image, element, { ...element, originX: originX - 1 }, 'ignore'));
      absorb(combine('xor', turned, dilateElement(turned, element, 0)));
    }
  });
  return state;
}

/** Numerical Recipes' linear congruence; its upper bits. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
