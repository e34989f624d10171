import { OnebitError } from '@onebit/errors';
import { requireNumber, type Shape } from './checks.ts';

/**
 * The pictures that the rows of a matrix hold, channels-last: row
 * `(picture * height + y) * width + x` is one pixel, its columns are the channels.
 */
export interface Pictures {
  /** Pictures of the batch, at least 1. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** Refuses a matrix that does not hold such pictures. */
export function requirePictures(name: string, matrix: Shape, pictures: Pictures): void {
  const { count, height, width } = pictures;
  for (const [side, size] of [
    ['count', count],
    ['height', height],
    ['width', width],
  ] as const) {
    requireNumber(
      `pictures with a ${side}`,
      size,
      'of at least 1',
      Number.isInteger(size) && size >= 1,
    );
  }
  if (matrix.rows === count * height * width) return;
  throw new OnebitError('size-mismatch', {
    expected: `${name} of ${count} x ${height} x ${width} = ${count * height * width} rows`,
    received: `${matrix.rows} rows`,
    hint: 'Give one row for each pixel, picture after picture, line after line.',
  });
}
