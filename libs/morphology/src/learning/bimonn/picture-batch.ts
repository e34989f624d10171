import { FloatString } from '@onebit/bitwise-kernels';
import type { BitImage } from '@onebit/image';

/** Pictures of one size behind one another in one string; shift dy * width + dx is an offset. */
export interface BatchShape {
  readonly width: number;
  readonly height: number;
  readonly pictures: number;
}

/** The shifts of the cells of a window, row by row. */
export function windowShifts(side: number, width: number): number[] {
  const radius = (side - 1) / 2;
  return Array.from(
    { length: side * side },
    (_, cell) => (Math.floor(cell / side) - radius) * width + (cell % side) - radius,
  );
}

/** A string for a batch, with room for shifts of a window on both sides. */
export function batchString({ width, height, pictures }: BatchShape, side: number): FloatString {
  const radius = (side - 1) / 2;
  return new FloatString(width * height * pictures, radius * width + radius);
}

/** Copies pictures into a string. */
export function fillBatch(string: FloatString, pictures: readonly Uint8Array[]): void {
  const { data } = string;
  let at = 0;
  for (const bytes of pictures) {
    data.set(bytes, at);
    at += bytes.length;
  }
}

/** The pictures of a string, 1 where it exceeds 1/2. */
export function pixelsOf(
  string: FloatString,
  { width, height, pictures }: BatchShape,
): Uint8Array[] {
  const { data } = string;
  const size = width * height;
  return Array.from({ length: pictures }, (_, picture) =>
    Uint8Array.from(data.subarray(picture * size, (picture + 1) * size), (value) =>
      value > 0.5 ? 1 : 0,
    ),
  );
}

/** Per pixel of a batch: 1 where it lies at least `frame` from every side of its picture, else 0. */
export function interiorOf({ width, height, pictures }: BatchShape, frame: number): Uint8Array {
  const inside = new Uint8Array(width * height * pictures);
  for (let picture = 0; picture < pictures; picture++) {
    for (let y = frame; y < height - frame; y++) {
      const from = (picture * height + y) * width;
      inside.fill(1, from + frame, from + Math.max(frame, width - frame));
    }
  }
  return inside;
}

/** The bytes of pictures, each once. */
export function bytesOfAll(images: readonly BitImage[]): Uint8Array[] {
  return images.map((image) => image.toBytes());
}
