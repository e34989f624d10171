import { BITS_PER_WORD, BitMatrix } from '@onebit/bitwise-kernels';

/** Pixels to add on each side, 0 or more. */
export interface Margin {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the image lies in its padded plane. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An image in a larger plane of background. */
export interface PaddedPlane extends Disposable {
  readonly bits: BitMatrix;
  readonly frame: Frame;
}

/**
 * Lays a matrix into a plane of zeros with at least the margin on every side. The left margin is
 * rounded up to whole words, so that rows are copied as they are.
 */
export function padded(bits: BitMatrix, margin: Margin): PaddedPlane {
  const wordsLeft = Math.ceil(margin.left / BITS_PER_WORD);
  const frame = {
    x: wordsLeft * BITS_PER_WORD,
    y: margin.top,
    width: bits.columns,
    height: bits.rows,
  };
  const plane = BitMatrix.create(
    margin.top + bits.rows + margin.bottom,
    frame.x + bits.columns + margin.right,
  );
  const used = Math.ceil(bits.columns / BITS_PER_WORD);
  const from = bits.words;
  const to = plane.words;
  for (let row = 0; row < bits.rows; row += 1) {
    const start = row * bits.wordsPerRow;
    const target = (margin.top + row) * plane.wordsPerRow + wordsLeft;
    to.set(from.subarray(start, start + used), target);
  }
  return { bits: plane, frame, [Symbol.dispose]: () => plane.dispose() };
}

/** Takes the frame out of a plane that {@link padded} made. */
export function cropped(plane: BitMatrix, frame: Frame): BitMatrix {
  const bits = BitMatrix.create(frame.height, frame.width);
  const used = Math.ceil(frame.width / BITS_PER_WORD);
  // Bits past the last column belong to the right margin: padding bits of a matrix are zero.
  const lastMask = 0xffffffff >>> (used * BITS_PER_WORD - frame.width);
  const wordsLeft = frame.x / BITS_PER_WORD;
  const from = plane.words;
  const to = bits.words;
  for (let row = 0; row < frame.height; row += 1) {
    const start = (frame.y + row) * plane.wordsPerRow + wordsLeft;
    const target = row * bits.wordsPerRow;
    to.set(from.subarray(start, start + used), target);
    to[target + used - 1]! &= lastMask;
  }
  return bits;
}
