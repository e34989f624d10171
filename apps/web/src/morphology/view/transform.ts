/** How the image lies in a pane: the pane's pixel of image pixel (i, j) is (x + i·scale, y + j·scale). */
export interface Transform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Largest magnification: a pixel as a square of 48. */
export const largestScale = 48;

/** Room left round an image that is fitted. */
const margin = 20;

/** The whole image, centred, at most at its own size times two. */
export function fit(image: Size, pane: Size): Transform {
  const scale = Math.max(
    Number.EPSILON,
    Math.min((pane.width - 2 * margin) / image.width, (pane.height - 2 * margin) / image.height, 2),
  );
  return centred(image, pane, scale);
}

/** The image at a scale, its middle in the pane's middle. */
export function centred(image: Size, pane: Size, scale: number): Transform {
  return {
    scale,
    x: (pane.width - image.width * scale) / 2,
    y: (pane.height - image.height * scale) / 2,
  };
}

/** Zooms by a factor; the image point under (atX, atY) stays where it is. */
export function zoom(
  transform: Transform,
  factor: number,
  [atX, atY]: readonly [number, number],
  smallest: number,
): Transform {
  const scale = Math.max(smallest, Math.min(largestScale, transform.scale * factor));
  const ratio = scale / transform.scale;
  return {
    scale,
    x: atX - (atX - transform.x) * ratio,
    y: atY - (atY - transform.y) * ratio,
  };
}

/** Moves the image, never so far that less than a corner of it is left in the pane. */
export function pan(
  transform: Transform,
  [dx, dy]: readonly [number, number],
  image: Size,
  pane: Size,
): Transform {
  const keep = 48;
  const within = (at: number, length: number, room: number) =>
    Math.max(Math.min(keep, length) - length, Math.min(room - Math.min(keep, length), at));
  return {
    scale: transform.scale,
    x: within(transform.x + dx, image.width * transform.scale, pane.width),
    y: within(transform.y + dy, image.height * transform.scale, pane.height),
  };
}

/** The image pixel under a point of the pane, or undefined beside the image. */
export function pixelAt(
  transform: Transform,
  [atX, atY]: readonly [number, number],
  image: Size,
): readonly [x: number, y: number] | undefined {
  const x = Math.floor((atX - transform.x) / transform.scale);
  const y = Math.floor((atY - transform.y) / transform.scale);
  return x >= 0 && y >= 0 && x < image.width && y < image.height ? [x, y] : undefined;
}
